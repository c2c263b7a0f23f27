"""A second set of letters in four scripts, for `signature_layouts_more.py`. Every name is made up."""

from tests.crawlers.signature_scripts import Script, Signed


def _org(name: str, country: str) -> Signed:
    return Signed(name, False, country)


def _person(name: str, country: str, role: str) -> Signed:
    return Signed(name, True, country, role)


LATIN = Script(
    "latin",
    "We have followed these talks since the first session, and we are worried that the text before you would let "
    "officers open any telephone without asking a court.",
    "Respectfully yours,",
    "This letter has been endorsed by",
    "Civil society organisations",
    "Individual experts (in their personal capacity)",
    (
        _org("Rookery Rights Network", "Ireland"),
        _org("Pusula Hukuk Derneği", "Türkiye"),
        _org("Fundacja Cicha Linia", "Poland"),
        _org("Nube Parda S.A.", "Uruguay"),
        _org("Save Our Sources", "South Africa"),
        _org("Maison des Câbles", "Côte d'Ivoire"),
        _org("Human Rights Desk of the Marsh (HRDM)", "Malawi"),
        _org("Kolektif Sampan", "Indonesia"),
        _person("Ifeoma Chukwudi-Bassey", "Nigeria", "Senior Advocate"),
        _person("Søren Højgaard", "Denmark", "cryptographer"),
        _person("María del Carmen Izaguirre", "Spain", "Professor of Criminal Law"),
        _person("Ruth van den Broek", "Netherlands", "former judge"),
    ),
)
CYRILLIC = Script(
    "cyrillic",
    "Мы следим за переговорами с первой сессии и обеспокоены тем, что текст позволит вскрывать любой телефон без "
    "решения суда.",
    "С глубоким уважением,",
    "Письмо поддержали",
    "Общественные организации",
    "Независимые эксперты",
    (
        _org("Правозащитный центр «Ступени»", "Армения"),
        _org("Редакция «Полынь»", "Литва"),
        _org("Ассоциация свободных сетей", "Молдова"),
        _org("Лаборатория цифровой гигиены", "Грузия"),
        _org("Благодарен фонд „Тиха линия“", "Болгария"),
        _person("Зарина Бекмуратова", "Узбекистан", "адвокат"),
        _person("Гор Айвазян", "Армения", "программист"),
        _person("Оксана Шевчук", "Украина", "профессор"),
    ),
)
ARABIC = Script(
    "arabic",
    "نتابع هذه المفاوضات منذ الدورة الأولى ويقلقنا أن النص سيسمح بفتح أي هاتف من دون قرار من المحكمة.",
    "وتفضلوا بقبول فائق الاحترام",
    "الجهات الموقعة",
    "منظمات المجتمع المدني",
    "الشخصيات الموقعة",
    (
        _org("مركز المنارة للحريات الرقمية", "الأردن"),
        _org("جمعية حبر وورق", "تونس"),
        _org("شبكة الواحة لحقوق الإنسان", "مصر"),
        _org("مؤسسة الجسر القانونية", "لبنان"),
        _org("نادي المرفأ للصحافة", "المغرب"),
        _person("رنا الخطيب", "الأردن", "محامية"),
        _person("يوسف بن عيسى", "المغرب", "صحفي"),
        _person("هدى المصري", "لبنان", "أستاذة قانون"),
    ),
)
HAN = Script(
    "han",
    "我们自第一届会议起关注谈判，担心该案文将允许在没有法院决定的情况下打开任何人的手机。",
    "谨此致意",
    "以下机构和个人联署",
    "民间组织",
    "个人联署",
    (
        _org("海棠数字权益协会", "马来西亚"),
        _org("渡口新闻自由中心", "香港"),
        _org("青石资讯研究所", "台湾"),
        _org("白帆法律援助基金会", "新加坡"),
        _org("山茶独立记者工会", "香港"),
        _person("梁婉君", "香港", "律师"),
        _person("郑国栋", "马来西亚", "教授"),
        _person("吴思敏", "台湾", "工程师"),
    ),
)
SCRIPTS_MORE = (LATIN, CYRILLIC, ARABIC, HAN)
