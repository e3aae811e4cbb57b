/** The page's look: one sheet for light and dark, for desks and phones. */

export const css = `
:root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--ink:#1d2328;--soft:#5b6670;--line:#dde1e4;
--link:#0b5cad;--good:#1f7a3d;--bad:#b3261e;--add:#dcf3e2;--del:#fbe1df;--end:#edf0f2;
--h0:#eef0f2;--h1:#cfe3f3;--h2:#8fbfe0;--h3:#3f8cc2;--h4:#0f5a94;--hi:#1d2328;--lo:#fff;
--note:#2f7fc1;--todo:#2e8b57;--draft:#8458b3;--script:#c26a12;--canary:#c2302e;--trace:#7a7f36;
--system:#75818b}
@media (prefers-color-scheme:dark){:root{--bg:#14181b;--card:#1b2125;--ink:#e4e8eb;--soft:#9aa6af;
--line:#333c43;--link:#7cbcf5;--good:#6fce8e;--bad:#ff8a80;--add:#173a25;--del:#4a1f1d;
--end:#20272c;
--h0:#232a2f;--h1:#1d3f58;--h2:#24638f;--h3:#3c93cc;--h4:#9bd3fa;--hi:#e4e8eb;--lo:#0c1013;
--note:#6db3ee;--todo:#66c38d;--draft:#b796e0;--script:#e9a052;--canary:#ff7f7b;--trace:#bfc46a;
--system:#93a0aa}}
*{box-sizing:border-box}
html{scroll-padding-top:4rem}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;z-index:9;background:var(--card)}
header,main,footer{max-width:76rem;margin:auto;padding:0 1.25rem}
header{padding-top:1.5rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.3rem;margin:2.5rem 0 .5rem}
h3{font-size:1.1rem;margin:2rem 0 .5rem}h4{font-size:1rem;margin:1.25rem 0 .25rem}
a{color:var(--link)}small{color:var(--soft);font-size:.85em;font-weight:400}
:focus-visible{outline:2px solid var(--link);outline-offset:1px}
.run,figcaption,.meta,.legend,footer,main>section>p,.decky section>p{color:var(--soft)}
.run{margin:.25rem 0 0}
nav{position:sticky;top:0;z-index:2;background:var(--bg);border-bottom:1px solid var(--line)}
nav div{max-width:76rem;margin:auto;padding:.5rem 1.25rem;display:flex;flex-wrap:wrap;
gap:.25rem 1.1rem;align-items:center}
select,button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);
border-radius:6px;padding:.2rem .5rem;max-width:100%}
button:disabled{opacity:.45}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;padding:0;
margin:1rem 0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:10px;
padding:.6rem .9rem}
.tiles b{font-size:1.6rem;display:block;line-height:1.2}.tiles small{display:block}
.tiles .bad b,.bad{color:var(--bad)}.good{color:var(--good)!important}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:0 2rem;
align-items:start}
figure{margin:1rem 0 .25rem}svg{display:block}svg text{fill:var(--soft);font-size:11px}
.scroll{overflow-x:auto}
.heat{width:100%;min-width:560px;max-width:860px;height:auto}
.empty{fill:var(--h0)}.h1 rect{fill:var(--h1)}.h2 rect{fill:var(--h2)}.h3 rect{fill:var(--h3)}
.h4 rect{fill:var(--h4)}.heat g text{font-size:10px;pointer-events:none}
.h1 text,.h2 text{fill:var(--hi)}
.h3 text,.h4 text{fill:var(--lo)}
.hours{width:120px;height:18px}.hours rect{fill:var(--note)}.hours .none{fill:var(--line)}
table{border-collapse:collapse;width:100%;font-size:.92em;margin:.5rem 0}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;padding:.22rem .6rem .22rem 0;border-bottom:1px solid var(--line);
vertical-align:top;font-weight:400}
thead th{color:var(--soft);font-size:.9em;white-space:nowrap}th small{display:block}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tbody th,td{overflow-wrap:break-word}th code,td code{overflow-wrap:anywhere}tbody th{min-width:8rem}
td code{display:inline-block;min-width:12ch}
details.small{font-size:.92em;color:var(--soft)}summary{cursor:pointer}
code,pre,.tree{font-family:ui-monospace,"DejaVu Sans Mono",Consolas,monospace;font-size:13px}
.legend span{margin-right:.9rem;white-space:nowrap}
.legend i{display:inline-block;width:1.2em;height:.35em;border-radius:2px;margin-right:.35em;
vertical-align:middle;background:var(--tone)}
.note{--tone:var(--note)}.todo{--tone:var(--todo)}.draft{--tone:var(--draft)}
.script{--tone:var(--script)}.canary{--tone:var(--canary)}.trace{--tone:var(--trace)}
.system,.email{--tone:var(--system)}
.timeline{width:100%;min-width:760px;height:auto}
.timeline .weekend{fill:var(--end)}.grid{stroke:var(--line)}
.life{cursor:pointer;outline:none}.life:not([href]){cursor:default}.life text{fill:var(--ink)}
.hit{fill:transparent}.life:hover .hit,.life:focus .hit{fill:var(--link);opacity:.13}
.life:focus-visible .hit{stroke:var(--link);stroke-width:2;opacity:.35}
.life circle{fill:var(--tone)}.life path{stroke:var(--tone);stroke-width:2.2;fill:none}
.life .span{stroke-width:3;opacity:.32}.life .append{stroke-width:1.5}
.life .end{stroke:var(--bad);stroke-width:2}
.readout{position:sticky;bottom:0;margin:0;padding:.35rem .75rem;background:var(--card);
border:1px solid var(--line);border-radius:8px 8px 0 0;font-size:.92em;overflow-wrap:anywhere}
.readout:empty{display:none}
ul.tree,.tree ul{list-style:none;margin:0;padding:0}
.row{display:flex;gap:1ch;align-items:baseline;padding:1px 4px;border-radius:4px;list-style:none}
.row::-webkit-details-marker{display:none}summary.row:hover{background:var(--end)}
.row>*{flex:none;color:var(--soft);white-space:pre}
.mode{width:10ch}.own{width:12ch;overflow:hidden;text-overflow:ellipsis}
.size{width:9ch;text-align:right}.date{width:12ch}.long{width:16ch}
.row>.name{flex:1 1 8ch;min-width:0;white-space:pre-wrap;overflow-wrap:anywhere;color:var(--ink);
padding-left:calc(var(--d)*2ch + 2ch);position:relative}
summary.row>.name::before{content:"▸";color:var(--soft);position:absolute;
left:calc(var(--d)*2ch)}
details[open]>summary.row>.name::before{content:"▾"}
.folder>.row>.name{color:var(--link)}.file[open]>.row>.name{font-weight:700}
.body{border-left:3px solid var(--line);margin:.25rem 0 .75rem 1ch;padding:.1rem 0 .1rem 1.5ch;
font-family:system-ui,sans-serif}
pre{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem;
margin:.35rem 0;overflow:auto;max-height:32rem;white-space:pre-wrap;overflow-wrap:anywhere;
tab-size:8}
pre ins,pre del,pre span{display:block;text-decoration:none;padding-left:2ch;text-indent:-2ch}
pre ins{background:var(--add)}pre del{background:var(--del)}
pre ins::before{content:"+ "}pre del::before{content:"- "}pre span::before{content:"  "}
.versions{display:flex;flex-wrap:wrap;gap:.4rem .6rem;align-items:center;margin:.35rem 0;
font-size:.92em}.meta{margin:.35rem 0;font-size:.92em}.meta b{color:var(--ink)}
.omitted{color:var(--soft)!important;font-style:italic;margin:.35rem 0;font-size:.92em}
.thread,.tell{border:1px solid var(--line);border-radius:8px;background:var(--card);
padding:.4rem .8rem;margin:.4rem 0;overflow-wrap:anywhere}
article{border-top:1px solid var(--line);margin-top:.5rem;padding:.3rem 0}
.mail{white-space:pre-wrap;overflow-wrap:anywhere;max-width:80ch}
.quoted{border-left:3px solid var(--line);padding-left:1ch;margin-top:.35rem}
footer{padding-top:1.5rem;padding-bottom:2rem;font-size:.9em}
[hidden]{display:none!important}
@media (max-width:46rem){.own,.mode{display:none}html{scroll-padding-top:.5rem}nav{position:static}
.row{font-size:12px}.row>.name{padding-left:calc(var(--d)*1ch + 2ch)}
summary.row>.name::before{left:calc(var(--d)*1ch)}.size{width:7ch}
header,main,footer,nav div{padding-left:.9rem;padding-right:.9rem}
.tiles{grid-template-columns:1fr 1fr}}
@media print{nav,.readout{display:none}}
`
