"""Where the time of a drag goes in our stage: Chromium's own profile, sorted by what stage.js did. For drag.py."""

from drag_lab import MOVES

# Function of stage.js -> what its time, and that of all it calls, is counted as. The innermost one counts.
PARTS = {
    "evaluate": "evaluate: the expressions' code",
    "draw": "draw: readouts and handles (DOM)",
    "paint": "paint: clipping and lines",
    "fieldImage": "paint: the field's colours",
    "field": "paint: the field, scaled",
    "contours": "paint: contours",
    "points": "paint: points",
    "axes": "paint: axes and their numbers",
    "tell": "tell: parameters to the kernel",
    "show": "show: sliders and number boxes (DOM)",
    "set": "the slider's events",
}
NATIVE = "all else: style, layout, painting, JupyterLab's scripts, waiting"
MEASURED = "the measurement itself"


async def take(lesson):
    """(Chromium's CPU profile of one drag, what the probe noted)."""
    await lesson.devtools.send("Profiler.enable")
    await lesson.devtools.send("Profiler.setSamplingInterval", {"interval": 200})
    await lesson.devtools.send("Profiler.start")
    noted = await lesson.drag(quiet=0.1, most=2)
    return (await lesson.devtools.send("Profiler.stop"))["profile"], noted


def parts(profile):
    """Milliseconds by part."""
    nodes = {node["id"]: node for node in profile["nodes"]}
    names = {}

    def name(node, inherited):
        called = node["callFrame"]["functionName"]
        if called == "(idle)":
            inherited = None
        elif called == "look":
            inherited = MEASURED
        elif called in PARTS and _of_stage(node):
            inherited = PARTS[called]
        names[node["id"]] = inherited
        for child in node.get("children", ()):
            name(nodes[child], inherited)

    name(profile["nodes"][0], NATIVE)
    spent = {}
    for sample, microseconds in zip(profile["samples"], profile["timeDeltas"], strict=True):
        if names[sample]:
            spent[names[sample]] = spent.get(names[sample], 0) + microseconds / 1000
    return spent


def _of_stage(node):
    return node["callFrame"]["url"].startswith("blob:")


def show(profile, noted):
    frames = len(noted["frames"])
    print(f"\nOur stage in a drag of {MOVES} moves, {frames} pictures: ms of the page's main thread for each picture\n")
    print("| what | ms |\n|---|---|")
    for part, spent in sorted(parts(profile).items(), key=lambda item: -item[1]):
        print(f"| {part} | {spent / frames:.2f} |")
