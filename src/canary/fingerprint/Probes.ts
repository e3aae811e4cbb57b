/**
 * What the collector asks the browser, in the dialect of the obfuscation. Several wordings of each,
 * all with the same result: a browser gives the same values to every page of ours.
 */
import type { Stream } from "../../rng/Rng.ts"
import type { Definition } from "./Obfuscation.ts"
import type { Field } from "./Wire.ts"

type Draw = (rng: Stream) => Definition

const one = (name: string, parameters: string, bodies: ReadonlyArray<string>): Draw => {
  return (rng) => ({ name, parameters, body: rng.within(name).pick(bodies) })
}

/** Statements in any order. */
const shuffled = (rng: Stream, name: string, statements: ReadonlyArray<string>): string =>
  rng.within(name).shuffle(statements).join("")

// FNV-1a and djb2 side by side, 32 bits each
const hash = one("$hash", "$text", [
  `var $h=2166136261,$g=5381,$i=0,$c;for(;$i<$text.length;$i++){$c=$text.charCodeAt($i);$h=$m.imul($h^$c,16777619);$g=$m.imul($g,33)^$c;}return ($h>>>0).toString(16)+'-'+($g>>>0).toString(16);`,
  `var $i=0,$g=5381,$h=2166136261;while($i<$text.length){var $c=$text.charCodeAt($i++);$g=$m.imul(33,$g)^$c;$h=$m.imul(16777619,$c^$h);}return [$h,$g].map(function($v){return ($v>>>0).toString(16)}).join('-');`,
  `var $a=[2166136261,5381],$i=0,$n0=$text.length;for(;$n0>$i;$i+=1){var $c=$text.charCodeAt($i);$a=[$m.imul($a[0]^$c,16777619),$m.imul($a[1],33)^$c];}return ($a[0]>>>0).toString(16)+'-'+($a[1]>>>0).toString(16);`,
])

const element = one("$element", "$tag", [
  `return $d.createElementNS('http://www.w3.org/1999/xhtml',$tag);`,
  `var $p=new $w.Image;return $d.createElementNS($p.namespaceURI,$tag);`,
  `var $p=(new $w.Image).namespaceURI,$e=$d.createElementNS($p,$tag);return $e;`,
])

const safe = one("$safe", "$probe", [
  `try{var $v=$probe();return $v===undefined?null:$v;}catch($e){return null;}`,
  `var $v=null;try{$v=$probe();}catch($e){$v=null;}return $v===undefined?null:$v;`,
  `var $v;try{$v=$probe();}catch($e){}if($v===undefined){$v=null;}return $v;`,
])

const canvas: Draw = (rng) => ({
  name: "$canvas",
  parameters: "$tag",
  body:
    `var ${rng
      .within("arc")
      .shuffle(["$left=60", "$top=32", "$wide=28", "$round=6.25"])
      .join(",")},$c=$element($tag),$g=$c.getContext('2d'),$t='',$i=33;` +
    shuffled(rng, "size", ["$c.width=280;", "$c.height=64;"]) +
    rng
      .within("letters")
      .pick([
        `for(;$i<127;$i+=3){$t+=String.fromCharCode($i);}`,
        `while($i<127){$t=$t+String.fromCharCode($i);$i+=3;}`,
      ]) +
    shuffled(rng, "style", [
      `$g.textBaseline='top';`,
      rng
        .within("font")
        .pick([
          `$g.font='15px Arial';`,
          `$g.font=['15px','Arial'].join(' ');`,
          `$g.font=15+'px '+'Arial';`,
        ]),
    ]) +
    `$g.fillStyle='#f60';$g.fillRect(120,2,66,24);$g.fillStyle='#069';$g.fillText($t,2,16);` +
    `$g.fillStyle='rgba(102,204,0,.7)';$g.fillText($t,5,19);$g.globalCompositeOperation='multiply';` +
    `$g.fillStyle='#f0f';$g.beginPath();$g.arc($left,$top,$wide,0,$round,true);$g.closePath();$g.fill();` +
    rng
      .within("end")
      .pick([`return $hash($c.toDataURL());`, `var $u=$c.toDataURL();return $hash($u);`]),
})

const webgl = one("$webgl", "$tag", [
  `var $c=$element($tag),$g=$c.getContext('webgl')||$c.getContext('experimental-webgl');if(!$g){return null;}var $x=$g.getExtension('WEBGL_debug_renderer_info');return [$g.getParameter($x?37445:7936),$g.getParameter($x?37446:7937)];`,
  `var $g=$element($tag);$g=$g.getContext('webgl')||$g.getContext('experimental-webgl');var $x=$g.getExtension('WEBGL_debug_renderer_info')?[37445,37446]:[7936,7937];return $x.map(function($k){return $g.getParameter($k)});`,
  `var $g=null,$c=$element($tag);['webgl','experimental-webgl'].forEach(function($k){$g=$g||$c.getContext($k)});if($g===null){return $g;}var $x=$g.getExtension('WEBGL_debug_renderer_info'),$v=$g.getParameter($x?37445:7936);return [$v,$g.getParameter($x?37446:7937)];`,
])

const audio: Draw = (rng) => ({
  name: "$audio",
  parameters: "$then",
  body:
    `var $C=$w.OfflineAudioContext||$w.webkitOfflineAudioContext;if(!$C){return $then(null);}` +
    `var ${rng.within("rate").shuffle(["$length=5000", "$rate=44100"]).join(",")},$x=new $C(1,$length,$rate),` +
    rng
      .within("parts")
      .pick([
        `$o=$x.createOscillator(),$k=$x.createDynamicsCompressor();`,
        `$k=$x.createDynamicsCompressor(),$o=$x.createOscillator();`,
      ]) +
    shuffled(rng, "settings", [
      `$o.type='triangle';`,
      `$o.frequency.value=10000;`,
      `$k.threshold.value=-50;`,
      `$k.knee.value=40;`,
      `$k.ratio.value=12;`,
      `$k.attack.value=0;`,
      `$k.release.value=.25;`,
    ]) +
    shuffled(rng, "wiring", [`$o.connect($k);`, `$k.connect($x.destination);`, `$o.start(0);`]) +
    `$x.oncomplete=function($e){` +
    rng
      .within("sum")
      .pick([
        `var $b=$e.renderedBuffer.getChannelData(0),$s=0,$i=4500;for(;$i<5000;$i++){$s+=$m.abs($b[$i]);}$then($hash(String($s)));`,
        `var $i=4500,$s=0,$b=$e.renderedBuffer;$b=$b.getChannelData(0);while($i<5000){$s+=$m.abs($b[$i++]);}$then($hash(''+$s));`,
      ]) +
    `};$x.startRendering();`,
})

const typefaces =
  (names: ReadonlyArray<string>): Draw =>
  (rng) => {
    const separator = rng.within("separator").pick([",", ";", "/", "+", ":", "*", "_"])
    const list = `'${names.join(separator)}'.split('${separator}')`
    return {
      name: "$fonts",
      parameters: "$tag",
      body:
        `var $g=$element($tag).getContext('2d'),` +
        rng
          .within("width")
          .pick([
            `$width=function($f){$g.font='72px '+$f;return $g.measureText('mmmmmwwlli').width;},`,
            `$width=function($f){$g.font=['72px',$f].join(' ');var $z=$g.measureText('mmmmmwwlli');return $z.width;},`,
          ]) +
        rng
          .within("loop")
          .pick([
            `$none='',$bases=['monospace','serif'],$z=$bases.map($width);return ${list}.map(function($f){return $bases.some(function($b,$i){return $width('"'+$f+'",'+$b)!==$z[$i]})?1:0}).join($none);`,
            `$a=$width('monospace'),$b=$width('serif'),$r='';${list}.forEach(function($f){$f='"'+$f+'",';$r+=$width($f+'monospace')!==$a||$width($f+'serif')!==$b?'1':'0'});return $r;`,
            `$list=${list},$r=[],$i=0,$a=$width('serif'),$b=$width('monospace');for(;$i<$list.length;$i++){var $f='"'+$list[$i]+'"';$r.push($width($f+',serif')===$a&&$width($f+',monospace')===$b?0:1);}return $r.join('');`,
          ]),
    }
  }

/** Each as a value, by the functions above. */
const values: Readonly<Record<Exclude<Field, "audio">, ReadonlyArray<string>>> = {
  userAgent: ["$n.userAgent", "''+$n.userAgent"],
  languages: [
    "$n.languages?[].slice.call($n.languages):[$n.language]",
    "($n.languages||[$n.language]).slice(0)",
    "($n.languages||[$n.language]).map(String)",
  ],
  platform: ["$n.platform", "$n.platform||''"],
  cores: ["$n.hardwareConcurrency", "$n.hardwareConcurrency||null"],
  memory: ["$n.deviceMemory", "$n.deviceMemory||null"],
  touchPoints: ["$n.maxTouchPoints", "$n.maxTouchPoints||0"],
  automated: ["!!$n.webdriver", "$n.webdriver?true:false", "$n.webdriver===true"],
  plugins: ["$n.plugins.length", "($n.plugins||[]).length"],
  screen: [
    "[$y.width,$y.height,$y.availWidth,$y.availHeight,$y.colorDepth,$w.devicePixelRatio]",
    "[$y.width,$y.height].concat([$y.availWidth,$y.availHeight,$y.colorDepth],$w.devicePixelRatio)",
    "['width','height','availWidth','availHeight','colorDepth'].map(function($k){return $y[$k]}).concat($w.devicePixelRatio)",
  ],
  zone: [
    "$w.Intl.DateTimeFormat().resolvedOptions().timeZone",
    "(new $w.Intl.DateTimeFormat).resolvedOptions().timeZone",
  ],
  offset: ["(new Date).getTimezoneOffset()", "new Date().getTimezoneOffset()"],
  canvas: ["$canvas('canvas')"],
  webgl: ["$webgl('canvas')"],
  fonts: ["$fonts('canvas')"],
}

/** The value of a field, as an expression; not of audio, which takes its time. */
export const valueOf = (field: Exclude<Field, "audio">, rng: Stream): string =>
  rng.within(field).pick(values[field])

export const definitions = (
  rng: Stream,
  fontOrder: ReadonlyArray<string>,
): ReadonlyArray<Definition> =>
  [hash, element, safe, canvas, webgl, audio, typefaces(fontOrder)].map((each, at) =>
    each(rng.within("probe", at)),
  )
