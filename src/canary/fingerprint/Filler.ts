/** What such a bundle has beside what it is for: small functions that most of them carry. */
import type { Stream } from "../../rng/Rng.ts"
import type { Definition } from "./Obfuscation.ts"

const all: ReadonlyArray<Definition> = [
  {
    name: "$cookie",
    parameters: "$key",
    body: `var $all=$d.cookie.split('; '),$i=0;for(;$i<$all.length;$i++){var $kv=$all[$i].split('=');if($kv[0]===$key){return $kv[1];}}return null;`,
  },
  {
    name: "$extend",
    parameters: "$into,$from",
    body: `for(var $key in $from){if($from[$key]!==undefined){$into[$key]=$from[$key];}}return $into;`,
  },
  {
    name: "$debounce",
    parameters: "$fn,$ms",
    body: `var $timer=0;return function($arg){clearTimeout($timer);$timer=setTimeout(function(){$fn($arg)},$ms||250);};`,
  },
  {
    name: "$once",
    parameters: "$fn",
    body: `var $done=false,$result;return function($arg){if(!$done){$done=true;$result=$fn($arg);}return $result;};`,
  },
  {
    name: "$param",
    parameters: "$key",
    body: `var $found=null;($w.location.search||'').slice(1).split('&').forEach(function($pair){$pair=$pair.split('=');if($pair[0]===$key){$found=$pair[1];}});return $found;`,
  },
  {
    name: "$remember",
    parameters: "$key,$value",
    body: `try{if($value===undefined){return $w.localStorage.getItem($key);}$w.localStorage.setItem($key,$value);}catch($e){}return $value;`,
  },
  {
    name: "$clamp",
    parameters: "$value,$low,$high",
    body: `return $m.min($high,$m.max($low,$value));`,
  },
  {
    name: "$depth",
    parameters: "$max",
    body: `var $e=$d.documentElement,$h=$e.scrollHeight-$w.innerHeight;return $h>0?$m.min($max,$m.round($max*$w.pageYOffset/$h)):$max;`,
  },
  {
    name: "$since",
    parameters: "$start",
    body: `var $p=$w.performance;return $m.round($p&&$p.now?$p.now():+new Date-$start);`,
  },
  {
    name: "$referrer",
    parameters: "$max",
    body: `var $r=$d.referrer||'';return $r.split('?')[0].slice(0,$max||200);`,
  },
  {
    name: "$pad",
    parameters: "$value,$count",
    body: `$value=String($value);while($value.length<$count){$value='0'+$value;}return $value;`,
  },
  {
    name: "$quiet",
    parameters: "$any",
    body: `return $n.doNotTrack==='1'&&$any===true;`,
  },
  {
    name: "$queue",
    parameters: "$max",
    body: `var $items=[];return {push:function($item){$items.push($item);if($items.length>$max){$items.shift();}},size:function(){return $items.length}};`,
  },
  {
    name: "$each",
    parameters: "$list,$fn",
    body: `for(var $i=0;$i<$list.length;$i++){if($fn($list[$i],$i)===false){break;}}`,
  },
]

export const draw = (rng: Stream): ReadonlyArray<Definition> => rng.sample(all, rng.between(1, 7))
