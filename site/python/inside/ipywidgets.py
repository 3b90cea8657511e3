"""In place of ipywidgets on the course's own pages, where a picture's own sliders are all there are."""
