"""Build the reference pages from the code; with --check, fail when one of them is stale."""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import hexascope.act.remedies
import hexascope.check.checks
import hexascope.collect.collectors
import hexascope.collect.probes
import hexascope.consult.specialists
import hexascope.report.formats
from hexascope.check.contract import Check
from hexascope.collect.contract import Collector
from hexascope.collect.probing.choose import MOST_CPU_SECONDS, MOST_RUNS
from hexascope.collect.probing.contract import LONGEST_SECONDS, Probe
from hexascope.collect.probing.run import LONGEST_ALL_SECONDS
from hexascope.collect.series import prometheus_checks, prometheus_names
from hexascope.consult.contract import Specialist
from hexascope.derive.coverage import BESIDE, CHECKLIST
from hexascope.domain.families import families
from hexascope.domain.remedy import Remedy
from hexascope.kit.format import number
from hexascope.kit.plugins import discover
from hexascope.report.contract import Format
from hexascope.settings.groups import ApplicationLogin, Settings
from hexascope.words import render

FOLDER = Path("docs/reference")
NOTE = (
    "<!-- Built by scripts/make_docs.py from the code: change it there, then `make docs`. -->\n\n"
)


def main() -> None:
    """Write all pages, or say which are stale and end with 1."""
    pages = {FOLDER / f"{name}.md": NOTE + "\n".join(lines) + "\n" for name, lines in _pages()}
    if "--check" not in sys.argv[1:]:
        for path, page in pages.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, encoding="utf-8")
        return
    stale = [str(path) for path, page in pages.items() if _text(path) != page]
    if stale:
        print(f"stale: {', '.join(stale)}; run `make docs` and commit what it writes")
        sys.exit(1)
    print(f"{len(pages)} reference pages are up to date")


def _pages() -> Iterator[tuple[str, list[str]]]:
    yield "checks", list(_checks(discover(hexascope.check.checks, Check)))
    yield "evidence", list(_evidence())
    yield "collectors", list(_collectors(discover(hexascope.collect.collectors, Collector)))
    yield "probes", list(_probes(discover(hexascope.collect.probes, Probe)))
    yield "remedies", list(_remedies(discover(hexascope.act.remedies, Remedy)))
    yield "specialists", list(_specialists(discover(hexascope.consult.specialists, Specialist)))
    yield "settings", list(_settings())
    yield "formats", list(_formats(discover(hexascope.report.formats, Format)))
    yield "coverage", list(_coverage())
    yield "prometheus", list(_prometheus())
    yield "pmieconf", list(_pmieconf())


def _checks(known: Mapping[str, Check]) -> Iterator[str]:
    yield "# Checks"
    yield ""
    yield f"{len(known)} checks, each with its limits. Each limit is a setting `[checks.NAME]`."
    for name, one in sorted(known.items(), key=lambda pair: (pair[1].resource, pair[0])):
        yield ""
        yield f"## {name}"
        yield ""
        yield f"*{one.resource.value} / {one.aspect.value}*, needs `{'`, `'.join(one.needs)}`"
        yield ""
        yield one.text
        if one.limits():
            yield ""
            yield "| limit | value | unit | meaning | source | window |"
            yield "| --- | --- | --- | --- | --- | --- |"
        for limit in one.limits().values():
            cells = (limit.name, number(limit.value), limit.unit.value, limit.meaning)
            yield _row(*cells, limit.source, limit.window)


def _prometheus() -> Iterator[str]:
    yield "# Prometheus"
    yield ""
    yield "What is asked of a Prometheus that scrapes a node_exporter, and what it is taken for."
    yield ""
    yield "## Series"
    yield ""
    yield "| series | family or row | collector there |"
    yield "| --- | --- | --- |"
    for rule in prometheus_names.RULES:
        words = (f"{name}={told.removeprefix('=')}" for name, told in rule.labels)
        labels = ",".join(word for word in words if len(set(word.split("="))) > 1)
        family = f"{rule.family}{{{labels}}}" if labels else rule.family
        yield _row(f"`{rule.metric}`", f"`{family}`", rule.by)
    for made in prometheus_names.MADE:
        series = ", ".join(f"`{one}`" for one in made.metrics)
        yield _row(series, ", ".join(f"`{one}`" for one in made.makes), made.by)
    yield ""
    yield "## Checks"
    yield ""
    yield "Sound with means of minutes and without processes, where their series are there:"
    yield ""
    yield ", ".join(f"[{one}](checks.md#{one})" for one in sorted(prometheus_checks.JUDGED)) + "."
    yield ""
    yield "| unjudged though its families may be there | why |"
    yield "| --- | --- |"
    for name, reason in sorted(prometheus_checks.UNDECIDED.items()):
        yield _row(f"[{name}](checks.md#{name})", reason)
    yield ""
    yield "All others need what node_exporter does not export: processes, sockets, logs and so on."


def _evidence() -> Iterator[str]:
    yield "# Evidence families"
    yield ""
    yield "| family | labels | unit | kind | meaning | made from |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, one in sorted(families().items()):
        labels, made = ", ".join(one.labels), ", ".join(one.made_from)
        yield _row(f"`{name}`", labels, one.unit.value, one.kind.value, one.meaning, made)


def _collectors(known: Mapping[str, Collector]) -> Iterator[str]:
    yield "# Collectors"
    yield ""
    yield "What is read of a host; `hexascope doctor` tells what of it can be read on yours."
    for name, one in known.items():
        yield ""
        yield f"## {name}"
        yield ""
        yield one.text
        yield ""
        yield f"Reads: `{'`, `'.join(one.reads)}`."
        if one.light:
            yield "Part of the light looks between the full ones."


def _probes(known: Mapping[str, Probe]) -> Iterator[str]:
    yield "# Probes"
    yield ""
    yield (
        f"What `hexascope examine --deep` may run after the look: at most {MOST_RUNS} at once, each"
        f" for up to {number(LONGEST_SECONDS)} s, all together for up to"
        f" {number(LONGEST_ALL_SECONDS)} s and {number(MOST_CPU_SECONDS)} s of CPU time by what"
        " each says of itself, on the culprits of findings and on the target only. A probe reads"
        " and asks; it changes nothing."
    )
    for name, one in known.items():
        yield ""
        yield f"## {name}"
        yield ""
        yield one.text
        yield ""
        wanted = " ".join((one.wants.__doc__ or "").split())
        if wanted:
            yield f"When: {wanted}"
            yield ""
        share = f"{one.cost.cpu_share:.1%}"
        yield f"Cost: up to {number(one.cost.seconds)} s, about {share} of one CPU meanwhile."
        yield f"Needs: {one.cost.needs}."
        if one.fallback:
            yield f"Else: {one.fallback}"
        yield ""
        yield f"Gives: `{'`, `'.join(one.gives)}`."


def _remedies(known: Mapping[str, Remedy]) -> Iterator[str]:
    yield "# Remedies"
    yield ""
    yield "What can be proposed. Nothing of it is carried out by an examination."
    for name, one in known.items():
        yield ""
        yield f"## {name}"
        yield ""
        yield f"{render(one.title) if not one.title.values else one.title.template}"
        yield ""
        yield f"Why it matters: {one.why_it_matters}"
        yield ""
        yield f"What to do: {one.what_to_do}"
        yield ""
        for label, several in one.phases:
            for command in several:
                yield f"- {label}: `{' '.join(command.words)}`"
        yield f"- risk: {one.risk.value}. {one.risk_text.template}"


def _specialists(known: Mapping[str, Specialist]) -> Iterator[str]:
    yield "# Specialists"
    for name, one in known.items():
        yield ""
        yield f"## {name}"
        yield ""
        yield one.mandate.strip()


def _settings() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "Read from `/etc/hexascope/config.toml`, then `$XDG_CONFIG_HOME/hexascope/config.toml`,"
    yield "then the environment (`HEXASCOPE_EXAMINE__WINDOW_SECONDS=10`), then flags."
    yield ""
    yield "| setting | default | meaning |"
    yield "| --- | --- | --- |"
    plain = Settings()
    for group in fields(Settings):
        table = getattr(plain, group.name)
        if is_dataclass(table):
            for one in fields(table):
                value = getattr(table, one.name)
                meaning = str(one.metadata["meaning"])
                yield _row(f"`{group.name}.{one.name}`", f"`{value!r}`", meaning)
    yield _row("`checks.NAME.LIMIT`", "see [checks](checks.md)", "a limit of a check")
    yield _row("`checks.NAME.enabled`", "`True`", "false turns a check off")
    yield _row("`collectors.NAME.enabled`", "`True`", "false turns a collector off")
    for one in fields(ApplicationLogin):
        name, meaning = f"`applications.PROGRAM.{one.name}`", str(one.metadata["meaning"])
        yield _row(name, f"`{one.default!r}`", meaning)
    yield _row("`prices.INSTANCE_TYPE`", "dated table", "US dollars an hour")


def _formats(known: Mapping[str, Format]) -> Iterator[str]:
    yield "# Formats"
    yield ""
    yield "| `--format` | file | what it is for |"
    yield "| --- | --- | --- |"
    for name, one in known.items():
        yield _row(f"`{name}`", f".{one.ending}", one.text)


def _coverage() -> Iterator[str]:
    yield "# Coverage"
    yield ""
    yield "Every report has a status for each of these cells: measured (by the first family that is"
    yield "there), or why not."
    yield ""
    yield "| component | aspect | measured by |"
    yield "| --- | --- | --- |"
    for row in (*CHECKLIST, *BESIDE):
        told = ", ".join(f"`{name}`" for name in row.families) or row.reason
        yield _row(row.component, row.aspect, told)


def _pmieconf() -> Iterator[str]:
    yield "# Performance Co-Pilot's rules"
    yield ""
    yield "Each rule of pmieconf: the check here that decides it, or why no kernel file can."
    yield ""
    yield "| rule | asks | its default | decided by |"
    yield "| --- | --- | --- | --- |"
    rules = tomllib.loads((FOLDER / "pmieconf.toml").read_text(encoding="utf-8"))
    for name, rule in sorted(rules.items()):
        link = f"[{rule['check']}](checks.md#{rule['check']})" if rule["decidable"] else ""
        yield _row(f"`{name}`", rule["asks"], rule["default"], link or rule["reason"])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    main()
