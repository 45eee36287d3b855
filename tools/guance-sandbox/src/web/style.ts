export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14161a);
  --card: light-dark(#ffffff, #1c1f25);
  --line: light-dark(#d5d9e1, #3a404c);
  --text: light-dark(#1b1f27, #e7e9ee);
  --muted: light-dark(#5a6373, #a2aab8);
  --accent: light-dark(#2f50c8, #9db2ff);
  --critical: light-dark(#b01e26, #ff9a96);
  --error: light-dark(#98400a, #ffb27d);
  --warning: light-dark(#7a5200, #f0c66a);
  --nodata: light-dark(#6a3fa6, #c8aef5);
  --ok: light-dark(#176639, #7fd6a2);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus, .object:focus { outline: none; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; padding: 4px 10px; background: var(--card); }
.banner { margin: 0; padding: 4px 16px; background: light-dark(#fff3c4, #3a2f10); color: light-dark(#6b4a00, #f4d58a); font-size: 13px; text-align: center; }
header { display: flex; justify-content: space-between; align-items: center; padding: 12px 24px; border-bottom: 1px solid var(--line); background: var(--card); }
.home { color: var(--text); font-size: 17px; font-weight: 650; text-decoration: none; }
main { max-width: 1100px; margin: 0 auto; padding: 16px 24px 64px; }
h1 { margin: 8px 0; font-size: 22px; }
h2 { margin: 28px 0 8px; font-size: 16px; }
h3 { margin: 0; font-size: 15px; overflow-wrap: anywhere; }
.quiet { color: var(--muted); }
.objects { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr)); gap: 12px; margin: 0; padding: 0; list-style: none; }
.object { padding: 14px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
.object:target { border-color: var(--accent); }
.object p { margin: 4px 0 10px; }
form { display: flex; flex-wrap: wrap; gap: 6px; }
button { min-height: 34px; padding: 4px 12px; border: 1px solid var(--line); border-radius: 7px; background: var(--ground); color: var(--text); font: inherit; font-size: 14px; cursor: pointer; }
button:hover { border-color: var(--accent); }
.level { font-weight: 650; white-space: nowrap; }
.critical { color: var(--critical); }
.error { color: var(--error); }
.warning { color: var(--warning); }
.nodata { color: var(--nodata); }
.ok { color: var(--ok); }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { padding: 7px 12px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th { color: var(--muted); font-weight: 600; white-space: nowrap; }
time { white-space: nowrap; }
td { overflow-wrap: anywhere; min-width: 72px; }
.off { padding: 10px 14px; border: 1px solid var(--critical); border-radius: 10px; }
pre { padding: 12px 14px; overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); font: 13px/1.5 ui-monospace, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 600px) { main, header { padding-left: 14px; padding-right: 14px; } }
`;
