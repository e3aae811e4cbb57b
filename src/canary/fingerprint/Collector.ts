/**
 * The script that a page carries: it asks the browser what it is and tells us alone. Which words it
 * uses is drawn from the token; what it finds out is the same from every page.
 */
import type { Stream } from "../../rng/Rng.ts"
import * as Filler from "./Filler.ts"
import * as Nonce from "./Nonce.ts"
import { obfuscate, type Definition } from "./Obfuscation.ts"
import * as Probes from "./Probes.ts"
import type { Token } from "../Token.ts"
import * as Wire from "./Wire.ts"

/** A value of a request, as an expression. */
const partOf: Readonly<Record<Wire.Part, string>> = {
  nonce: "$nonce",
  run: "$run",
  index: "$index",
  total: "$total",
  data: "$data",
}

/** Turns the values into text; other than ASCII is escaped, so that a chunk may end anywhere. */
const pack = (wire: Wire.Wire, rng: Stream): Definition => {
  const ascii = rng
    .within("ascii")
    .pick([
      `$j.stringify($all).replace(new RegExp('[^ -~]','g'),function($c){return '\\\\u'+('000'+$c.charCodeAt(0).toString(16)).slice(-4);})`,
      `$j.stringify($all).split('').map(function($c){var $k=$c.charCodeAt(0);return $k>126?'\\\\u'+(65536+$k).toString(16).slice(1):$c;}).join('')`,
    ])
  return {
    name: "$pack",
    parameters: "$all",
    body: wire.codec === "base64" ? `return $w.btoa(${ascii});` : `return ${ascii};`,
  }
}

/** The five values as one text. */
const written = (wire: Wire.Wire, rng: Stream): string => {
  if (wire.form === "json")
    return `$j.stringify({${wire.partOrder.map((part) => `${wire.names[part]}:${partOf[part]}`).join(",")}})`
  const value = (part: Wire.Part): string => (part === "data" ? "$escape($data)" : partOf[part])
  const manner = rng.within("written").below(3)
  if (manner === 0)
    return wire.partOrder
      .map((part, at) => `'${at === 0 ? "" : "&"}${wire.names[part]}='+${value(part)}`)
      .join("+")
  const pairs = wire.partOrder.map((part) => `'${wire.names[part]}='+${value(part)}`)
  return manner === 1
    ? `[${pairs.join(",")}].join('&')`
    : `[${wire.partOrder.map((part) => `['${wire.names[part]}',${value(part)}]`).join(",")}].map(function($kv){return $kv[0]+'='+$kv[1]}).join('&')`
}

const post = (rng: Stream): string => {
  const fields = rng.shuffle([
    "method:'POST'",
    "mode:'no-cors'",
    "body:$body",
    "keepalive:true",
    ...(rng.chance(1, 2) ? ["credentials:'omit'"] : []),
  ])
  return `$w.fetch($url,{${fields.join(",")}})`
}

const put = (wire: Wire.Wire, rng: Stream): Definition => {
  const body = written(wire, rng)
  const transports: Readonly<Record<Wire.Wire["transport"], string>> = {
    image: rng
      .within("image")
      .pick([
        `var $i0=new $w.Image;$held.push($i0);$i0.src=$url+'?'+${body};`,
        `($held[$held.length]=new $w.Image(1,1)).src=[$url,${body}].join('?');`,
        `var $to=$url+'?'+(${body}),$i0=new $w.Image;$i0.src=$to;$held.push($i0);`,
      ]),
    beacon: `var $body=${body};if(!$n.sendBeacon||!$n.sendBeacon($url,$body)){${post(rng.within("post"))};}`,
    fetch: rng
      .within("fetch")
      .pick([
        `var $body=${body};${post(rng.within("post"))}.then(function($r){$held.push($r.type)},function($e){$held.push(0)});`,
        `var $body=${body};${post(rng.within("post"))}['catch'](function($e){return $e});`,
      ]),
  }
  return {
    name: "$put",
    parameters: "$run,$index,$total,$data",
    body: transports[wire.transport],
  }
}

const send = (wire: Wire.Wire, rng: Stream): Definition => {
  const size = wire.chunkCharacters
  const run = rng
    .within("run")
    .pick([
      "(+new Date).toString(36)+$m.random().toString(36).slice(2,6)",
      "$m.random().toString(36).slice(2,8)+(+new Date).toString(36)",
      `[Date.now(),${rng.within("low").between(50_000, 2_000_000)}+$m.floor($m.random()*${rng.within("span").between(700_000, 30_000_000)})].map(function($v){return $v.toString(36)}).join('')`,
    ])
  return {
    name: "$send",
    parameters: "$all",
    body: rng
      .within("send")
      .pick([
        `var $text=$pack($all),$key=${run},$count=$m.ceil($text.length/${size}),$i=0;for(;$i<$count;$i++){$put($key,$i,$count,$text.substr($i*${size},${size}));}`,
        `var $list=[],$key=${run},$text=$pack($all);while($text.length>0){$list.push($text.slice(0,${size}));$text=$text.slice(${size});}$list.forEach(function($v,$i){$put($key,$i,$list.length,$v)});`,
        `var $i=0,$text=$pack($all),$key=${run},$count=$m.floor(($text.length+${size - 1})/${size});(function $next($u){if($i<$count){$put($key,$i,$count,$text.substring($i*${size},($i+1)*${size}));$i++;setTimeout($next,${rng.between(5, 40)},$u);}})(0);`,
      ]),
  }
}

const collect = (wire: Wire.Wire, rng: Stream): Definition => {
  const at = (field: Wire.Field): number => wire.fieldOrder.indexOf(field)
  const sync = wire.fieldOrder.filter((field) => field !== "audio")
  const probe = (field: Exclude<Wire.Field, "audio">): string =>
    `$safe(function($u){return ${Probes.valueOf(field, rng.within("value"))};})`
  const manner = rng.within("manner").below(2)
  const values =
    manner === 0
      ? `$all=[${wire.fieldOrder.map((field) => (field === "audio" ? "null" : probe(field))).join(",")}];`
      : rng
          .within("order")
          .shuffle(sync)
          .map((field) => `$all[${at(field)}]=${probe(field)};`)
          .join("") + `$all[${at("audio")}]=null;`
  const wait = rng.within("wait").between(900, 1900)
  return {
    name: "$collect",
    parameters: "$ev",
    body:
      `var $all=[],$over=false;` +
      values +
      `var $finish=function($v){if($over){return;}$over=true;$all[${at("audio")}]=$v;$send($all);};` +
      rng
        .within("audio")
        .pick([
          `setTimeout($finish,${wait},null);try{$audio($finish);}catch($e){$finish(null);}`,
          `try{$audio($finish);setTimeout($finish,${wait},null);}catch($e){$finish(null);}`,
        ]),
  }
}

const start = (rng: Stream): string => {
  const delay = rng.within("delay").between(30, 350)
  return rng
    .within("start")
    .pick([
      `if($d.readyState==='complete'){setTimeout($collect,${delay});}else{$w.addEventListener('load',function($ev){setTimeout($collect,${delay},$ev)});}`,
      `var $ready=function($ev){setTimeout($collect,${delay},$ev)};$d.readyState==='complete'?$ready(0):$w.addEventListener('load',$ready,false);`,
      `setTimeout($collect,${delay * 2});`,
      `$w.addEventListener('load',$collect);`,
    ])
}

const attempt = (token: Token, url: string, rng: Stream): string => {
  const nonce = Nonce.nonceOf(token)
  const wire = Wire.wireOf(token)
  const constants = rng
    .within("constants")
    .shuffle([`$url='${url}'`, `$nonce='${nonce}'`, "$held=[]"])
    .join(",")
  const escape: Definition = {
    name: "$escape",
    parameters: "$v",
    body: "return $w.encodeURIComponent($v);",
  }
  return obfuscate(
    {
      definitions: [
        ...Probes.definitions(rng.within("probes"), wire.fontOrder),
        ...Filler.draw(rng.within("filler")),
        pack(wire, rng.within("pack")),
        ...(wire.form === "query" ? [escape] : []),
        put(wire, rng.within("put")),
        send(wire, rng.within("send")),
        collect(wire, rng.within("collect")),
      ],
      main: `var ${constants};${start(rng)}`,
    },
    rng.within("shape"),
  )
}

/** Words that letters drawn at random may spell. */
const telling = /decnet|canary|honey|decoy|bait|tripwire/i
const attemptsMax = 50

/** The script of a token that tells `url`; fit for a script element of HTML and for CDATA. */
export const script = (token: Token, url: string, rng: Stream): string => {
  for (let count = 0; count < attemptsMax; count++) {
    const text = attempt(token, url, rng.within("attempt", count))
    if (!telling.test(text)) return text
  }
  throw new Error("every wording spelled a word that must not be there")
}
