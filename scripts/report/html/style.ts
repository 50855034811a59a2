/** The page's only style sheet. Every pair of text and ground has a contrast of at least 4.5 in both schemes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f5f6f8; --line: #c9ced6; --text: #1c2330; --quiet: #515b6b; --link: #0b57b0;
  --passed: #176b34; --failed: #b3201c; --kept: #5b4a9b; --none: #515b6b; --failed-panel: #fdf1f0; --code: #eef0f3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c; --panel: #1b212a; --line: #3a4452; --text: #e6eaf0; --quiet: #a9b4c3; --link: #8ab8ff;
    --passed: #6fd08c; --failed: #ff9a92; --kept: #c3b2ff; --none: #a9b4c3; --failed-panel: #2c1b1c; --code: #0c0f13;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.25rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .5rem 0; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .5rem; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 0; }
.facts > div { min-width: 0; }
dt { color: var(--quiet); font-size: .85rem; }
dd { margin: 0; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: 1rem 0 0; }
nav a { display: inline-block; padding: .35rem 0; }
.passed { color: var(--passed); } .failed { color: var(--failed); } .kept { color: var(--kept); } .none { color: var(--none); }
.stages { list-style: none; margin: 0; padding: 0; }
.stages > li { display: grid; grid-template-columns: 9.5rem 1fr 5.5rem; gap: .1rem 1rem; padding: .55rem 0; border-bottom: 1px solid var(--line); }
.stages .what { overflow-wrap: anywhere; }
.stages .seconds { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.stages .state { font-size: .85rem; font-weight: 600; }
.bar { grid-column: 1 / -1; display: block; width: 100%; height: .4rem; }
.bar .track { fill: var(--panel); }
.bar .time { fill: currentColor; }
.quiet { color: var(--quiet); font-size: .9rem; }
.failure { background: var(--failed-panel); border-left: .3rem solid var(--failed); padding: .75rem 1rem; margin: .75rem 0; overflow-wrap: anywhere; }
pre { background: var(--code); border: 1px solid var(--line); padding: .75rem; margin: .5rem 0; overflow: auto; max-height: 28rem; font: .82rem/1.45 ui-monospace, monospace; white-space: pre; unicode-bidi: plaintext; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--quiet); padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
td code { display: inline-block; min-width: 12rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: .6rem 0; }
.meter { width: 8rem; height: .6rem; display: inline-block; vertical-align: middle; }
.meter .track { fill: var(--line); } .meter .time { fill: var(--passed); }
footer { padding-top: 2rem; padding-bottom: 2rem; color: var(--quiet); font-size: .9rem; }
@media (max-width: 40rem) {
  h1 { font-size: 1.4rem; }
  .stages > li { grid-template-columns: 1fr auto; }
  .stages .what { grid-column: 1 / -1; grid-row: 2; }
  .meter { width: 4rem; }
}
@media (forced-colors: active) { .bar .time, .meter .time { fill: CanvasText; } .bar .track, .meter .track { fill: GrayText; } }
@media print { pre { max-height: none; white-space: pre-wrap; } nav, .skip { display: none; } }
`
