/** The theme's colours as a canvas can use them. */
export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly strong: string;
  readonly paper: string;
  readonly surface: string;
  readonly sunken: string;
  readonly fedIn: string;
  readonly taken: string;
  readonly accent: string;
  readonly bad: string;
}

const NAMES: Record<keyof Palette, string> = {
  ink: "--ink",
  quiet: "--ink-3",
  line: "--line",
  strong: "--line-strong",
  paper: "--paper",
  surface: "--surface",
  sunken: "--sunken",
  fedIn: "--export",
  taken: "--import",
  accent: "--accent",
  bad: "--bad-ink",
};

/** Resolves the custom properties at `element`; a canvas knows neither `var()` nor `light-dark()`. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement("span");
  element.append(probe);
  const resolved = Object.entries(NAMES).map(([key, name]) => {
    probe.style.color = `var(${name})`;
    return [key, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(resolved) as Palette;
}
