"""The lessons, one module each: what a notebook shows, asks and judges. `contents` lists them."""
