// The looks of the page's theme.

/** Colours and markers: those of the course's symbols, and those of the page. */
export function looks(symbols) {
  const theme = document.body.dataset.jpThemeLight;
  const dark = theme ? theme === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
  const of = (key) => Object.fromEntries(Object.entries(symbols).map(([code, symbol]) => [code, symbol[key]]));
  const colours = of(dark ? "dark" : "light");
  const [paper, ink, middle] = dark ? ["#111111", "#dddddd", "#333333"] : ["#ffffff", "#222222", "#f7f7f7"];
  const { w: cold, y_hat: warm } = colours, grid = "#88888850", edge = dark ? "#00000080" : "#ffffff80";
  return { dark, colours, markers: of("marker"), cold, warm, paper, ink, middle, grid, edge };
}

/** Calls `act` whenever the theme of the page may have changed; returns what ends it. */
export function watchTheme(act) {
  const scheme = matchMedia("(prefers-color-scheme: dark)"), themed = new MutationObserver(act);
  themed.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  scheme.addEventListener("change", act);
  return () => { themed.disconnect(); scheme.removeEventListener("change", act); };
}
