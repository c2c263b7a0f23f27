"""Letters in four scripts with those who sign them, for `signature_layouts.py`. Every name is made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Signed:
    """One signature as it should be read; `role` is printed after a person's name in some layouts."""

    name: str
    is_person: bool
    country: str
    role: str = ""


@dataclass(frozen=True)
class Script:
    """The words of a letter in one script, and those who sign it."""

    key: str
    paragraph: str
    closing: str
    heading: str
    organisations: str
    individuals: str
    signed: tuple[Signed, ...]


def _org(name: str, country: str) -> Signed:
    return Signed(name, False, country)


def _person(name: str, country: str, role: str) -> Signed:
    return Signed(name, True, country, role)


LATIN = Script(
    "latin",
    "We write to you because the draft text would put those who find flaws in our systems at risk, and we ask "
    "that it be changed before it is adopted by the Committee.",
    "Sincerely,",
    "Signatories",
    "Organisations",
    "Individuals",
    (
        _org("Mirador Foundation for Digital Rights", "Chile"),
        _org("Kestrel Privacy Network", "United Kingdom"),
        _org("Fundación Colibrí Abierto", "Colombia"),
        _org("Verein Stille Post e.V.", "Germany"),
        _org("Ligue des Câbles Libres", "Senegal"),
        _org("Tamarind & Oak Legal Centre", "India"),
        _org("Wolna Antena", "Poland"),
        _org("Savannah Internet Forum (SIF)", "Kenya"),
        _org("Instituto Maresia", "Brazil"),
        _org("Open Meadow Alliance", "Canada"),
        _person("Beatriz Almonte Rey", "Peru", "Professor of Law"),
        _person("Jonas Vestergaard-Lund", "Denmark", "security researcher"),
        _person("Chiamaka Obi-Nwosu", "Nigeria", "lawyer"),
        _person("Laurent Delacroix-Petit", "France", "journalist"),
    ),
)
CYRILLIC = Script(
    "cyrillic",
    "Мы обращаемся к вам, потому что проект конвенции ставит под угрозу тех, кто находит уязвимости, и просим "
    "изменить его до принятия.",
    "С уважением,",
    "Подписали",
    "Организации",
    "Эксперты",
    (
        _org("Фонд «Тихая связь»", "Казахстан"),
        _org("Центр цифровых свобод", "Армения"),
        _org("Сеть открытых данных", "Грузия"),
        _org("Общественное объединение «Маяк»", "Кыргызстан"),
        _org("Инициатива «Ясный канал»", "Молдова"),
        _org("Союз независимых редакций", "Украина"),
        _person("Ирина Соколовская", "Казахстан", "юрист"),
        _person("Тимур Абдрахманов", "Кыргызстан", "исследователь"),
        _person("Наталья Березина", "Армения", "журналистка"),
    ),
)
ARABIC = Script(
    "arabic",
    "نكتب إليكم لأن مشروع الاتفاقية يعرض للخطر من يكتشفون الثغرات في أنظمتنا، ونطلب تعديله قبل اعتماده من اللجنة.",
    "مع فائق الاحترام",
    "الموقعون",
    "المنظمات",
    "الأفراد",
    (
        _org("مركز المرساة للحقوق الرقمية", "لبنان"),
        _org("جمعية الأفق الحر", "تونس"),
        _org("شبكة النخيل للإعلام", "العراق"),
        _org("مؤسسة الضوء الهادئ", "الأردن"),
        _org("منظمة السفينة للحريات", "المغرب"),
        _org("مبادرة الخيط المفتوح", "مصر"),
        _person("ليلى الحداد", "لبنان", "محامية"),
        _person("طارق بن منصور", "تونس", "باحث"),
        _person("نادية العمري", "الأردن", "صحفية"),
    ),
)
HAN = Script(
    "han",
    "我们致信贵委员会，因为公约草案将使发现系统漏洞的人处于危险之中，我们请求在通过之前对其进行修改。",
    "此致",
    "联署团体",
    "团体",
    "个人",
    (
        _org("数字海湾研究会", "香港"),
        _org("静默线路协会", "台湾"),
        _org("开放稻田基金会", "马来西亚"),
        _org("青灯网络权益中心", "新加坡"),
        _org("自由信号联盟", "香港"),
        _org("竹林资讯自由学会", "台湾"),
        _person("陈慧仪", "香港", "律师"),
        _person("黄志明", "马来西亚", "记者"),
        _person("林雅婷", "台湾", "研究员"),
    ),
)
SCRIPTS = (LATIN, CYRILLIC, ARABIC, HAN)
