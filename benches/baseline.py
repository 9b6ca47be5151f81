"""Compares a run of the benchmarks with the one that is kept in baseline.json, or keeps it:

    cargo bench | python3 benches/baseline.py
    cargo bench | python3 benches/baseline.py --save

Medians. Another machine is slower or faster in everything, so the last column has each stage against the middle of all of them: what
stands far from 1.00 there has changed by itself."""
import json, pathlib, re, statistics, sys

KEPT = pathlib.Path(__file__).with_name("baseline.json")
UNITS = {"ns": 1e-6, "µs": 1e-3, "ms": 1.0, "s": 1e3}


def medians(lines):
    """The medians of divan's tables in milliseconds, by the path of each benchmark."""
    path, found = [], {}
    for line in lines:
        name = re.match(r"([│├╰─ ]*)([^\s│]+)\s*(.*)", line)
        if not name or "│" not in line:
            continue
        depth = len(name[1]) // 3
        path = path[:depth] + [name[2]]
        times = [re.search(r"([\d.]+) (ns|µs|ms|s)\b", column) for column in name[3].split("│")]
        if len(times) > 2 and times[2]:
            found[" ".join(path)] = round(float(times[2][1]) * UNITS[times[2][2]], 6)
    return found


now = medians(sys.stdin)
if not now:
    raise SystemExit("no table of `cargo bench` on the standard input")
kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
if "--save" in sys.argv[1:]:
    KEPT.write_text(json.dumps(dict(sorted((kept | now).items())), indent=1, ensure_ascii=False) + "\n")
    print(f"{len(now)} of {len(kept | now)} kept")
else:
    ratios = {name: time / kept[name] for name, time in now.items() if kept.get(name)}
    middle = statistics.median(ratios.values()) if ratios else 1.0
    print(f"{'':44}{'kept ms':>12}{'now ms':>12}{'ratio':>8}{'of all':>8}")
    for name, time in now.items():
        if name in ratios:
            print(f"{name:44}{kept[name]:12.4f}{time:12.4f}{ratios[name]:8.2f}{ratios[name] / middle:8.2f}")
        else:
            print(f"{name:44}{'':12}{time:12.4f}  new")
    for name in kept.keys() - now.keys():
        if name.split(" ")[0] in {run.split(" ")[0] for run in now}:
            print(f"{name:44}{kept[name]:12.4f}  gone")
