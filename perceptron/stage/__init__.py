"""Pictures and controls: the only place that imports ipywidgets and matplotlib."""
