'use strict';

const EVERY_MILLIS = Math.max(100, Number(new URLSearchParams(location.search).get('every')) || 2000);

const byId = id => document.getElementById(id);
const view = byId('view');
const scraped = new History();
const shown = new Map();
let readAt = null;
let paused = false;

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text ?? '';
  if (className) {
    made.className = className;
  }
  return made;
}

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const clock = time => new Date(time * 1000).toLocaleTimeString('en-GB');
const clockWithoutSeconds = time => clock(time).slice(0, 5);
const times = () => scraped.scrapes.map(scrape => scrape.time);

// ---------------------------------------------------------------- the panels

for (const panel of PANELS) {
  const section = element('section');
  section.id = panel.id;
  const title = element('h2', panel.title);
  title.id = panel.id + '-title';
  section.setAttribute('aria-labelledby', title.id);
  const headline = element('p', '–', 'headline');
  const legend = element('ul', '', 'legend');
  const values = panel.curves.map(curve => {
    const item = element('li');
    const value = element('b', '–');
    item.append(element('i', '', 'color-' + curve.color), element('span', curve.name), value);
    legend.append(item);
    return value;
  });
  const box = element('div', '', 'plot');
  box.tabIndex = 0;
  box.setAttribute('role', 'application');
  box.setAttribute('aria-roledescription', 'plot');
  box.setAttribute('aria-label', panel.title);
  box.setAttribute('aria-describedby', 'help');
  box.addEventListener('keydown', event => key(event, panel));
  box.addEventListener('blur', () => readTime(null));
  section.append(title, headline, legend, box);
  byId('panels').append(section);
  shown.set(panel, { box, headline, values, plot: null });
  new ResizeObserver(() => shown.get(panel).plot?.setSize({ width: box.clientWidth, height: box.clientHeight })).observe(box);
}

function draw(panel) {
  const { box, plot: before } = shown.get(panel);
  before?.destroy();
  const axis = { stroke: () => color('--soft'), font: '12px system-ui, sans-serif', ticks: { show: false } };
  const plot = new uPlot({
    width: box.clientWidth,
    height: box.clientHeight,
    legend: { show: false },
    // the pointer and the keyboard choose a time in all panels
    cursor: {
      y: false, points: { show: false }, drag: { setScale: false, x: false, y: false },
      bind: Object.fromEntries(
        ['mousedown', 'mouseup', 'click', 'dblclick', 'mousemove', 'mouseleave', 'mouseenter'].map(name => [name, () => null])),
    },
    padding: [8, 12, 0, 0],
    scales: {
      x: { time: false, range: () => period() },
      y: { range: (u, min, max) => [0, Math.max(panel.top?.(scraped.scrapes.at(-1)) ?? 0, 1.1 * (max ?? 0)) || 1] },
    },
    axes: [
      { ...axis, size: 26, space: 60, incrs: [15, 30, 60, 120, 180, 300], grid: { show: false }, values: (u, at) => at.map(label) },
      {
        ...axis,
        ...(panel.whole ? { incrs: [1, 2, 5, 10, 20, 50, 100] } : {}),
        size: 48,
        space: 36,
        grid: { stroke: () => color('--line'), width: 1 },
        values: (u, at) => at.map(value => number(2)(value)),
      },
    ],
    series: [{}, ...panel.curves.map(curve => ({
      stroke: () => color('--color-' + curve.color),
      fill: curve.filled ? () => color('--color-' + curve.color) + '26' : undefined,
      width: 2,
      points: { show: false },
      spanGaps: true,
    }))],
  }, data(panel), box);
  plot.over.addEventListener('pointermove', event => readTime(nearest(plot.posToVal(event.offsetX, 'x'))));
  plot.over.addEventListener('pointerleave', () => readTime(null));
  shown.get(panel).plot = plot;
}

const label = time => time % 60 === 0 ? clockWithoutSeconds(time) : clock(time);

function period() {
  const end = times().at(-1) ?? Date.now() / 1000;
  return [end - 60 * Number(new FormData(view).get('minutes')), end];
}

function data(panel) {
  return [times(), ...panel.curves.map(curve => scraped.scrapes.map((scrape, at) => curve.at(scraped, at)))];
}

// ---------------------------------------------------------------- what is read

const nearest = wanted => times().reduce(
  (best, time) => best === null || Math.abs(time - wanted) < Math.abs(best - wanted) ? time : best, null);

function readTime(time) {
  readAt = time;
  showValues();
}

function showValues() {
  const at = readAt === null ? scraped.scrapes.length - 1 : times().indexOf(readAt);
  if (at < 0) {
    return;
  }
  for (const [panel, { values, plot }] of shown) {
    panel.curves.forEach((curve, i) => values[i].textContent = textOf(panel, curve, at));
    plot?.setCursor(readAt === null ? { left: -10, top: -10 } : { left: plot.valToPos(readAt, 'x'), top: 0 });
  }
}

function textOf(panel, curve, at) {
  const value = curve.at(scraped, at);
  return value === null ? '–' : panel.text(value);
}

function key(event, panel) {
  const visible = times().filter(time => time >= period()[0]);
  const at = visible.indexOf(readAt);
  const last = visible.length - 1;
  const next = {
    ArrowLeft: at < 0 ? last : Math.max(0, at - 1),
    ArrowRight: at < 0 ? 0 : Math.min(last, at + 1),
    Home: 0,
    End: last,
    Escape: null,
  }[event.key];
  if (next === undefined || last < 0) {
    return;
  }
  event.preventDefault();
  readTime(next === null ? null : visible[next]);
  byId('reading').textContent = next === null ? '' : clock(readAt) + ', ' + panel.title + ': '
    + panel.curves.map(curve => curve.name + ' ' + textOf(panel, curve, times().indexOf(readAt))).join(', ');
}

// ---------------------------------------------------------------- what happens meanwhile

function show() {
  const latest = scraped.scrapes.at(-1);
  if (latest === undefined) {
    return;
  }
  if (readAt !== null && !times().includes(readAt)) {
    readAt = null;
  }
  for (const [panel, { headline, plot }] of shown) {
    headline.textContent = panel.headline(latest, scraped);
    if (plot === null) {
      draw(panel);
    } else {
      plot.setData(data(panel));
    }
  }
  showValues();
}

async function scrape() {
  try {
    const response = await fetch('/metrics', { cache: 'no-store' });
    if (!response.ok) {
      throw new Error('status ' + response.status);
    }
    const text = await response.text();
    byId('connection').hidden = true;
    if (!paused) {
      scraped.add(Date.now() / 1000, text);
      show();
    }
  } catch {
    byId('connection').hidden = false;
  }
  setTimeout(scrape, EVERY_MILLIS);
}

byId('pause').addEventListener('click', () => {
  paused = !paused;
  byId('pause').setAttribute('aria-pressed', String(paused));
});
view.addEventListener('change', show);
view.addEventListener('submit', event => event.preventDefault());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => PANELS.forEach(panel => shown.get(panel).plot && draw(panel)));

scrape();
