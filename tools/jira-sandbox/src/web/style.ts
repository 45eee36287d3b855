export const style = `
:root { --text: #172b4d; --subtle: #5e6c84; --line: #dfe1e6; --link: #0052cc; --back: #f4f5f7; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: #fff; font: 14px/1.55 -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
.banner { margin: 0; padding: 4px 24px; background: #fffae6; border-bottom: 1px solid #ffe380; color: #7a5b00; font-size: 12px; text-align: center; }
header { display: flex; align-items: center; height: 52px; padding: 0 24px; border-bottom: 1px solid var(--line); }
.home { font-size: 16px; font-weight: 600; color: #0747a6; }
main { max-width: 1240px; margin: 0 auto; padding: 20px 24px 64px; }
h1.title { margin: 4px 0 14px; font-size: 24px; line-height: 1.3; font-weight: 500; overflow-wrap: anywhere; }
h2.section { margin: 28px 0 8px; font-size: 14px; font-weight: 600; }
.crumbs, .meta, .empty { color: var(--subtle); }
.filters a { margin-right: 12px; }
.filters { margin: 0 0 12px; }
table.issues { width: 100%; border-collapse: collapse; }
table.issues th { padding: 6px 8px; border-bottom: 2px solid var(--line); color: var(--subtle); font-size: 12px; font-weight: 600; text-align: left; white-space: nowrap; }
table.issues td { padding: 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
table.issues td.summary { width: 40%; overflow-wrap: anywhere; }
table.issues td.nowrap { white-space: nowrap; }
table.issues tr:hover td { background: var(--back); }
.lozenge { display: inline-block; padding: 1px 6px; border-radius: 3px; background: #dfe1e6; color: #42526e; font-size: 11px; font-weight: 700; white-space: nowrap; }
.lozenge.indeterminate, .lozenge.blue { background: #deebff; color: #0747a6; }
.lozenge.done, .lozenge.green { background: #e3fcef; color: #006644; }
.lozenge.red { background: #ffebe6; color: #bf2600; }
.lozenge.yellow { background: #fff0b3; color: #7a5b00; }
.lozenge.purple { background: #eae6ff; color: #403294; }
.label { display: inline-block; max-width: 230px; margin: 0 4px 2px 0; padding: 0 6px; overflow: hidden; border-radius: 3px; background: var(--back); font-size: 12px; text-overflow: ellipsis; vertical-align: top; white-space: nowrap; }
.priority::before { content: "●"; margin-right: 6px; color: #97a0af; }
.priority.p1::before { color: #cd1316; }
.priority.p2::before { color: #e9494a; }
.priority.p3::before { color: #e97f33; }
.priority.p4::before { color: #2d8738; }
.priority.p5::before { color: #57a55a; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 330px; gap: 36px; align-items: start; }
@media (max-width: 800px) { .columns { grid-template-columns: minmax(0, 1fr); } }
.details { padding: 8px 16px 14px; border: 1px solid var(--line); border-radius: 3px; }
.details dl { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 8px 12px; margin: 8px 0 0; }
.details dt { color: var(--subtle); }
.details dd { margin: 0; overflow-wrap: anywhere; }
.rich { overflow-wrap: anywhere; }
.rich > :first-child { margin-top: 0; }
.rich p { margin: 0 0 12px; }
.rich li p, .rich td p, .rich th p, .rich blockquote p:last-child { margin: 0; }
.rich blockquote { margin: 0 0 14px; padding: 2px 0 2px 16px; border-left: 2px solid #c1c7d0; color: #344563; }
.rich pre { margin: 0 0 14px; padding: 10px 12px; overflow-x: auto; border-radius: 3px; background: var(--back); }
.rich code { padding: 1px 4px; border-radius: 3px; background: var(--back); font: 12px/1.5 "SFMono-Medium", Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; }
.rich pre code { padding: 0; background: none; }
.rich table.doc { margin: 0 0 14px; border-collapse: collapse; }
.rich table.doc th, .rich table.doc td { padding: 6px 10px; border: 1px solid #c1c7d0; text-align: left; vertical-align: top; }
.rich table.doc th { background: var(--back); font-weight: 600; }
.rich hr { border: 0; border-top: 1px solid var(--line); }
.panel { margin: 0 0 14px; padding: 8px 12px; border-radius: 3px; background: #deebff; }
.panel.warning, .panel.note { background: #fffae6; }
.panel.error { background: #ffebe6; }
.panel.success, .panel.tip { background: #e3fcef; }
.mention { padding: 0 4px; border-radius: 10px; background: #ebecf0; }
.comment { padding: 10px 0; border-top: 1px solid var(--line); }
.comment .meta { margin: 0 0 4px; }
.comment .rich p:last-child { margin: 0; }
.attachment { margin: 0 0 14px; }
.attachment img { max-width: 100%; border: 1px solid var(--line); border-radius: 3px; }
.details .label { max-width: calc(100% - 4px); }
.details h2.section { margin: 8px 0; }
.actions form { margin: 0 0 8px; }
.actions button, .actions select, .actions input { min-height: 30px; padding: 2px 8px; border: 1px solid #c1c7d0; border-radius: 3px; background: #fff; color: var(--text); font: inherit; max-width: 100%; }
.actions button { background: var(--back); cursor: pointer; }
.history { margin: 0; padding: 0; list-style: none; }
.history li { padding: 6px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
pre.json { margin: 0; padding: 8px 10px; overflow-x: auto; border-radius: 3px; background: var(--back); font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
`;
