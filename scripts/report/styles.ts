import { DARK, LIGHT, properties } from './palette'

// Faces that are on the machine: the page asks the network for nothing.
const SERIF = `Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Georgia, "Liberation Serif", serif`
const SANS = `system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif`
const MONO = `ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace`

const BASE = `
:root { color-scheme: light dark; ${properties(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${properties(DARK)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 ${SANS};
  font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
.page { max-width: 1160px; margin: 0 auto; padding: 56px 40px 72px; }
h1, h2 { font-family: ${SERIF}; font-weight: 600; text-wrap: balance; }
h1 { font-size: 44px; line-height: 1.12; letter-spacing: -0.015em; margin: 10px 0 14px; max-width: 20em; }
h2 { font-size: 21px; line-height: 1.25; margin: 0; }
p { margin: 0; }
.lead { font-size: 18px; line-height: 1.5; max-width: 46em; color: var(--muted); }
.eyebrow { color: var(--muted); display: flex; flex-wrap: wrap; gap: 2px 20px; }
.eyebrow strong { color: var(--ink); font-weight: 600; }
.muted { color: var(--muted); }
.wrong { color: var(--wrong); }
.nobreak { white-space: nowrap; }
code, pre { font-family: ${MONO}; font-size: 13px; overflow-wrap: anywhere; }
a { color: inherit; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
`

const LAYOUT = `
section { display: grid; grid-template-columns: 200px minmax(0, 1fr); gap: 8px 40px; padding: 32px 0 36px;
  border-top: 1px solid var(--rule); }
section > header p { margin-top: 8px; color: var(--muted); font-size: 13.5px; }
section > .body { display: grid; gap: 24px; min-width: 0; }
.masthead { padding-bottom: 36px; }
.figures { display: grid; grid-template-columns: repeat(4, 1fr) 1.1fr auto; gap: 20px 24px;
  margin: 34px 0 0; }
.figures dt { color: var(--muted); font-size: 13.5px; }
.figures dd { margin: 0; font-family: ${SERIF}; font-size: 30px; line-height: 1.2; white-space: nowrap; }
.figures .wrong dd, .figures .wrong dt { color: var(--wrong); }
.figures .unknown dd { color: var(--muted); }
.remedy { margin: 26px 0 0; padding: 18px 22px; background: var(--panel); border-left: 4px solid var(--wrong);
  max-width: 52em; display: grid; gap: 8px; }
.remedy h2 { font-size: 17px; }
.remedy .message { white-space: pre-wrap; overflow-wrap: anywhere; }
.failed h1 { color: var(--wrong); }
ul.plain { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; max-width: 44em; }
ul.plain li { padding-left: 18px; text-indent: -18px; }
ul.plain li::before { content: "–"; display: inline-block; width: 18px; text-indent: 0; color: var(--muted); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(136px, 1fr)); gap: 14px 28px; margin: 0; }
.facts dt { color: var(--muted); font-size: 13.5px; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
footer { border-top: 1px solid var(--rule); padding-top: 18px; color: var(--muted); font-size: 13.5px; }
`

const TABLES = `
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--muted); font-size: 13.5px; padding-bottom: 8px; }
th, td { text-align: left; vertical-align: top; padding: 8px 20px 8px 0; border-top: 1px solid var(--rule); }
thead th { border-top: 0; border-bottom: 1px solid var(--muted); color: var(--muted); font-weight: 500;
  font-size: 13.5px; padding-top: 0; white-space: nowrap; }
tbody tr:first-child > * { border-top: 0; }
tbody th { font-weight: 600; }
tbody th code { display: block; font-weight: 400; color: var(--muted); overflow-wrap: break-word; }
td code { display: inline-block; min-width: 12em; }
tfoot > tr > * { border-top: 1px solid var(--muted); font-weight: 600; }
.n { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
.stages td.what { width: 58%; }
.stages .title { font-weight: 600; }
.stages .number { color: var(--muted); width: 1%; padding-right: 14px; }
.stages .bar { width: 24%; } .stages td.bar { padding-top: 15px; }
.track { display: block; height: 8px; background: var(--shade-copy); }
.track i { display: block; height: 8px; min-width: 2px; background: var(--muted); }
.track i.copies { background: var(--source); } .track i.switches { background: var(--ink); }
.track i.failed { background: var(--wrong); } .track i.skipped { background: var(--rule); }
.stages .lines { color: var(--muted); font-size: 14px; overflow-wrap: anywhere; }
.counts { display: flex; flex-wrap: wrap; gap: 0 18px; font-size: 14px; color: var(--muted); margin: 0; }
.counts div { display: flex; gap: 6px; } .counts dd { margin: 0; color: var(--ink); }
details { margin-top: 6px; font-size: 14px; }
summary { cursor: pointer; color: var(--muted); width: fit-content; }
details pre { margin: 8px 0 4px; padding: 12px 14px; background: var(--panel); max-height: 360px; overflow: auto;
  white-space: pre-wrap; }
`

const DRAWINGS = `
figure { margin: 0; }
figcaption { color: var(--muted); font-size: 13.5px; margin-top: 10px; }
.drawing { display: block; width: 100%; height: auto; overflow: visible; font: 12px ${SANS};
  font-variant-numeric: tabular-nums; }
.narrow { display: none; }
.drawing text { fill: var(--ink); }
.drawing .small, .drawing .leg-name { fill: var(--muted); }
.drawing .bank-name { font-weight: 600; font-size: 13px; } .drawing .panel-name { font-size: 12.5px; }
.drawing .bank-name.source { fill: var(--source); } .drawing .bank-name.aws { fill: var(--aws); }
.bank, .grid { stroke: var(--rule); } .base { stroke: var(--muted); }
.leg { stroke: var(--rule); stroke-dasharray: 2 3; }
.course { stroke: var(--ink); stroke-width: 3; stroke-linecap: round; fill: none; }
.course.source { stroke: var(--source); } .course.aws { stroke: var(--aws); }
.objects { stroke-width: 1; fill: none; opacity: 0.5; }
.objects.source { stroke: var(--source); } .objects.aws { stroke: var(--aws); }
.mark circle { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
.mark.source circle { stroke: var(--source); } .mark.aws circle { stroke: var(--aws); }
.mark.wrong circle { fill: var(--wrong); stroke: var(--wrong); }
.drawing .mark text { font-size: 11px; font-weight: 600; } .drawing .mark.wrong text { fill: var(--paper); }
.strip rect { fill: var(--shade-switch); } .strip.copies rect { fill: var(--source); }
.strip.switches rect { fill: var(--ink); } .strip.failed rect { fill: var(--wrong); }
.strip.skipped rect { fill: var(--paper); stroke: var(--rule); }
.drawing .strip text { font-size: 11px; }
.drawing .strip.copies text, .drawing .strip.switches text, .drawing .strip.failed text { fill: var(--paper); }
.shade-copy { fill: var(--shade-copy); } .shade-switch { fill: var(--shade-switch); }
.curve { fill: none; stroke: var(--ink); stroke-width: 1.4; stroke-linejoin: round; }
.area { fill: var(--ink); opacity: 0.1; }
.curve.source { stroke: var(--source); } .curve.aws { stroke: var(--aws); }
.area.source { fill: var(--source); } .area.aws { fill: var(--aws); }
.pause { fill: var(--wrong); opacity: 0.3; } .drawing .pause-name { fill: var(--ink); font-weight: 600; }
`

const SMALL = `
@media (max-width: 900px) {
  section { grid-template-columns: minmax(0, 1fr); gap: 18px; }
  section > header p { max-width: 44em; }
  .figures { grid-template-columns: repeat(3, auto); justify-content: start; column-gap: 48px; }
}
@media (max-width: 640px) {
  .page { padding: 28px 18px 48px; }
  h1 { font-size: 31px; } .lead { font-size: 16.5px; }
  .figures { grid-template-columns: 1fr 1fr; }
  .figures dd { font-size: 25px; }
  .wide { display: none; } .narrow { display: block; }
  .stages .bar { display: none; } .stages td.what { width: auto; }
  th, td { padding-right: 10px; } .scroll, .scroll thead th { font-size: 13px; }
}
@media print {
  :root { color-scheme: light; ${properties(LIGHT)} }
  .page { padding: 0; max-width: none; }
  body { font-size: 10.5pt; }
  h1 { font-size: 26pt; }
  .figures { grid-template-columns: repeat(6, auto); justify-content: space-between; }
  .figures dd { font-size: 17pt; }
  section { break-inside: auto; padding: 18px 0; grid-template-columns: 130px minmax(0, 1fr); gap: 8px 24px; }
  tr, figure, .remedy, .figures { break-inside: avoid; }
  details { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`

/** The page's whole style sheet. */
export const STYLES = [BASE, LAYOUT, TABLES, DRAWINGS, SMALL].join('').trim()
