export const PAGE_STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 1100px; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.7em; } h2 { font-size: 1.3em; margin-top: 2em; border-bottom: 1px solid #ccc; }
h3 { font-size: 1.1em; margin: 0 0 .4em; }
.scrolling { overflow-x: auto; margin: 1em 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px; }
th, td { padding: .3em .7em; text-align: right; border-bottom: 1px solid #e4e4e4; white-space: nowrap; vertical-align: top; }
thead th { white-space: normal; vertical-align: bottom; background: #f6f6f6; }
th[scope=row] { text-align: left; font-weight: 600; }
td small { display: block; color: #777; }
figure.plot { margin: 2.2em 0; }
figure.plot .drawn { display: flex; flex-wrap: wrap; gap: 1em; }
figure.plot figure { margin: 0; } figure.plot figure h2 { border: 0; margin: 0; font-size: 1em; }
figure.plot svg { max-width: 100%; height: auto; }
figure.plot [class*=swatches] { font: 13px system-ui, sans-serif; }
figcaption { color: #555; max-width: 60em; margin-top: .4em; }
`;
