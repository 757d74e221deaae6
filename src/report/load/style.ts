/** How the page looks, in light and in the dark. The colours of series are told apart also by people who see few. */
export const style = `
:root { color-scheme: light dark; --paper: #fff; --text: #1f2937; --quiet: #64748b; --grid: #e2e8f0; --warn: #fef3c7;
  --a: #0369a1; --b: #d97706; --c: #047857; --d: #be185d; --e: #4338ca; --f: #64748b; --bad: #dc2626; }
@media (prefers-color-scheme: dark) { :root { --paper: #0f172a; --text: #e2e8f0; --quiet: #94a3b8; --grid: #263245; --warn: #3b2f10;
  --a: #38bdf8; --b: #fbbf24; --c: #34d399; --d: #f472b6; --e: #a5b4fc; --f: #94a3b8; --bad: #f87171; } }
body { margin: 2rem auto; max-width: 900px; padding: 0 1rem; background: var(--paper); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; } p { margin: .2rem 0; } .what, figcaption { font-weight: 600; } time { color: var(--quiet); font-weight: 400; }
.remarks { margin: 1rem 0; padding: .6rem 1rem .6rem 2rem; background: var(--warn); border-radius: 6px; }
figure { margin: 1.8rem 0 0; } svg { display: block; width: 100%; height: auto; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; color: var(--quiet); font-size: 13px; }
.legend i { display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; background: currentColor; }
.mark { stroke: var(--text); stroke-width: 1; stroke-dasharray: 2 3; }
.grid { stroke: var(--grid); fill: none; } .tick { fill: var(--quiet); font: 11px system-ui, sans-serif; }
.middle { text-anchor: middle; } .end { text-anchor: end; }
.line { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round; } .area { fill: currentColor; fill-opacity: .55; }
.asked { color: var(--text); } path.asked { stroke-dasharray: 5 4; stroke-width: 1.3; } .bad { color: var(--bad); }
.a { color: var(--a); } .b { color: var(--b); } .c { color: var(--c); } .d { color: var(--d); } .e { color: var(--e); } .f { color: var(--f); }
.wide { overflow-x: auto; margin-top: 1.8rem; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--grid); } tbody th { text-align: left; font-weight: 500; }
thead th { color: var(--quiet); font-weight: 500; }
`;
