/** One meaning each. The two sides keep their colour through the whole page; red is kept for what is wrong. */
export interface Palette {
  paper: string
  /** Slightly off the paper: folds, the box that says what to do. */
  panel: string
  ink: string
  muted: string
  rule: string
  source: string
  aws: string
  wrong: string
  /** Ground behind stages that copy, and behind those that switch. */
  shadeCopy: string
  shadeSwitch: string
}

export const LIGHT: Palette = {
  paper: '#fdfdfc',
  panel: '#f4f4f1',
  ink: '#1b1d20',
  muted: '#5c6167',
  rule: '#dfdfda',
  source: '#17745a',
  aws: '#a84a07',
  wrong: '#b3211a',
  shadeCopy: '#f3f3ef',
  shadeSwitch: '#e2e2dc',
}

export const DARK: Palette = {
  paper: '#141517',
  panel: '#1d1f22',
  ink: '#e9e8e4',
  muted: '#a0a5ab',
  rule: '#33363a',
  source: '#52b898',
  aws: '#e39a5c',
  wrong: '#ff8a80',
  shadeCopy: '#1c1e20',
  shadeSwitch: '#2c2f33',
}

/** The palette as CSS custom properties: `--paper: …`. */
export function properties(palette: Palette): string {
  return Object.entries(palette)
    .map(
      ([name, value]) =>
        `--${name.replace(/[A-Z]/g, (upper) => `-${upper.toLowerCase()}`)}: ${String(value)};`,
    )
    .join(' ')
}
