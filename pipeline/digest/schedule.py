"""The lines that make an operating system run Travaux: nothing here runs or installs anything."""

import shlex
from pathlib import Path

DAILY = ("crawl", "process", "alerts send --cadence daily")
MONDAY = ("alerts send --cadence weekly", "digest send")


def schedule_text(program: Path, data: Path, docket: str) -> str:
    """Cron lines, systemd units and Windows tasks for one installation.

    Every day at four: crawl, process, alerts; on Mondays at seven the digest of the week that ended.
    """
    return "\n\n".join((_cron(program, data, docket), _systemd(program, data, docket), _windows(program, data, docket)))


def _commands(program: Path, data: Path, docket: str, names: tuple[str, ...], joint: str) -> str:
    begin = f"{shlex.quote(str(program))} --data {shlex.quote(str(data))} --docket {shlex.quote(docket)}"
    return joint.join(f"{begin} {name}" for name in names)


def _cron(program: Path, data: Path, docket: str) -> str:
    daily = _commands(program, data, docket, DAILY, "; ").replace("%", r"\%")
    monday = _commands(program, data, docket, MONDAY, "; ").replace("%", r"\%")
    return f"# cron (crontab -e), times of this machine\n0 4 * * * {daily}\n0 7 * * 1 {monday}"


def _systemd(program: Path, data: Path, docket: str) -> str:
    units = []
    for name, words, commands in (
        ("travaux-daily", "*-*-* 04:00:00", DAILY),
        ("travaux-monday", "Mon *-*-* 07:00:00", MONDAY),
    ):
        # A dash before a command: what failed is reported, and the next one still runs.
        lines = _commands(program, data, docket, commands, "\nExecStart=-").replace("%", "%%")
        units.append(
            f"# systemd: ~/.config/systemd/user/{name}.service\n[Service]\nType=oneshot\nExecStart=-{lines}\n\n"
            f"# systemd: ~/.config/systemd/user/{name}.timer, then `systemctl --user enable --now {name}.timer`\n"
            f"[Timer]\nOnCalendar={words}\nPersistent=true\n\n[Install]\nWantedBy=timers.target"
        )
    return "\n\n".join(units)


def _windows(program: Path, data: Path, docket: str) -> str:
    lines = []
    for name, words, commands in (
        ("Travaux daily", "/SC DAILY /ST 04:00", DAILY),
        ("Travaux Monday", "/SC WEEKLY /D MON /ST 07:00", MONDAY),
    ):
        run = " & ".join(f'\\"{program}\\" --data \\"{data}\\" --docket {docket} {command}' for command in commands)
        lines.append(f'schtasks /Create /TN "{name}" {words} /TR "cmd /c {run}"')
    return "REM Windows (a command prompt)\n" + "\n".join(lines)
