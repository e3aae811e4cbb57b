/** The page's behaviour. Everything is readable without it but the older versions of files. */

export const source = `"use strict";
const $ = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (tag, text) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  return element;
};
const select = document.getElementById("decky");
const deckies = $(".decky");

const show = (index) => {
  if (!select) return;
  select.value = String(index);
  deckies.forEach((decky, at) => { decky.hidden = at !== index; });
  $("nav a[data-part]").forEach((link) => { link.hash = link.dataset.part + "-" + index; });
};

const reveal = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id === "" ? null : document.getElementById(id);
  if (!target) return;
  const decky = target.closest(".decky");
  if (decky) show(deckies.indexOf(decky));
  for (let at = target; at; at = at.parentElement)
    if (at.tagName === "DETAILS") at.open = true;
  target.scrollIntoView();
  const focus = target.matches("details") ? target.firstElementChild : target;
  if (!focus.matches("summary")) focus.tabIndex = -1;
  focus.focus({ preventScroll: true });
};

if (select) {
  select.addEventListener("change", () => { location.hash = "d" + select.value; });
  show(0);
}
addEventListener("hashchange", reveal);
reveal();

const pasts = JSON.parse(document.getElementById("pasts").textContent);

const apply = (lines, steps) => {
  const out = [];
  let at = 0;
  for (const step of steps)
    if (typeof step !== "number") out.push(...step);
    else if (step < 0) at -= step;
    else { out.push(...lines.slice(at, at + step)); at += step; }
  return out;
};

const changes = (lines, back) => {
  const rows = [];
  let added = [];
  let at = 0;
  const take = (count, tag) => {
    const taken = lines.slice(at, at + count).map((line) => make(tag, line));
    at += count;
    return taken;
  };
  for (const step of back)
    if (typeof step !== "number") for (const line of step) rows.push(make("del", line));
    else if (step < 0) added.push(...take(-step, "ins"));
    else { rows.push(...added, ...take(step, "span")); added = []; }
  return rows.concat(added);
};

const addVersions = (file) => {
  const past = pasts[file.id];
  const pre = file.querySelector(".body > pre");
  if (!past || !pre || file.querySelector(".versions")) return;
  const texts = [pre.textContent.split("\\n")];
  for (const steps of [...past.back].reverse()) texts.unshift(apply(texts[0], steps));
  const bar = make("div");
  bar.className = "versions";
  const older = make("button", "\\u25c2 older");
  const newer = make("button", "newer \\u25b8");
  const list = make("select");
  list.setAttribute("aria-label", "Version");
  past.versions.forEach((name, at) => {
    const option = make("option", name);
    option.value = String(at);
    list.append(option);
  });
  const box = make("input");
  box.type = "checkbox";
  box.checked = true;
  const label = make("label");
  label.append(box, " changes since the version before");
  const draw = (at) => {
    list.value = String(at);
    older.disabled = at === 0;
    newer.disabled = at === texts.length - 1;
    box.disabled = at === 0;
    if (box.checked && at > 0) pre.replaceChildren(...changes(texts[at], past.back[at - 1]));
    else pre.textContent = texts[at].join("\\n");
  };
  const current = () => Number(list.value);
  older.addEventListener("click", () => draw(Math.max(0, current() - 1)));
  newer.addEventListener("click", () => draw(Math.min(texts.length - 1, current() + 1)));
  list.addEventListener("change", () => draw(current()));
  box.addEventListener("change", () => draw(current()));
  bar.append(older, list, newer, label);
  pre.before(bar);
  box.checked = false;
  draw(texts.length - 1);
};
$("details.file").forEach((file) => {
  if (file.open) addVersions(file);
  file.addEventListener("toggle", () => { if (file.open) addVersions(file); });
});

$(".lives").forEach((area) => {
  const lives = $(".life", area);
  const readout = area.parentElement.querySelector(".readout");
  if (lives.length > 0) lives[0].setAttribute("tabindex", "0");
  const tell = (event) => {
    const life = event.target.closest(".life");
    readout.textContent = life ? life.querySelector("title").textContent : "";
  };
  area.addEventListener("mouseover", tell);
  area.addEventListener("focusin", tell);
  area.addEventListener("mouseleave", () => { readout.textContent = ""; });
  area.addEventListener("focusout", () => { readout.textContent = ""; });
  area.addEventListener("keydown", (event) => {
    const at = lives.indexOf(event.target.closest(".life"));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lives.length - 1 }[event.key];
    if (at < 0 || to === undefined || !lives[to]) return;
    event.preventDefault();
    lives[at].setAttribute("tabindex", "-1");
    lives[to].setAttribute("tabindex", "0");
    lives[to].focus();
  });
});
`
