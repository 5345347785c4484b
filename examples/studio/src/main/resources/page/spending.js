'use strict';

// Texts from the gateway or a user are inserted as text, never as HTML.

const DAY = 86400;
const MOST_GROUPS = 6;
const SPLITS = { provider: 'Provider', model: 'Model', route: 'Route', user: 'User' };

const byId = id => document.getElementById(id);
const view = byId('view');
let plot = null;
let plotted = null;

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text ?? '';
  if (className) {
    made.className = className;
  }
  return made;
}

// at least two digits, and as many as it takes to tell it from zero
function money(amount, currency) {
  const digits = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 4 });
  return digits.format(amount) + (currency ? '\u00a0' + currency : '');
}

const sum = (rows, figure) => rows.reduce((total, row) => total + row[figure], 0);

// ---------------------------------------------------------------- what is shown

const choice = () => Object.fromEntries(new FormData(view));

for (const [name, value] of new URLSearchParams(location.search)) {
  const field = [...view.elements].find(input => input.name === name && input.value === value);
  if (field) {
    field.checked = true;
  }
}

view.addEventListener('change', () => {
  history.replaceState(null, '', '?' + new URLSearchParams(choice()));
  load();
});
view.addEventListener('submit', event => event.preventDefault());

// a day that is known to the server and not here, since its time zone is another one, is added
function daysUntilToday(count) {
  const today = Math.floor(Date.now() / 1000 / DAY);
  return Array.from({ length: count }, (nothing, i) => nameOf((today - count + 1 + i) * DAY));
}

const nameOf = seconds => new Date(seconds * 1000).toISOString().slice(0, 10);
const secondsOf = day => Date.parse(day + 'T00:00:00Z') / 1000;

function shownDay(day, style) {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...style }).format(new Date(day + 'T00:00:00Z'));
}

const shortDay = day => shownDay(day, { day: 'numeric', month: 'short' });
const rowDay = day => shownDay(day, { weekday: 'short' }) + ' ' + shortDay(day);
const longDay = day => rowDay(day) + ' ' + day.slice(0, 4);

async function get(path) {
  let response;
  try {
    response = await fetch(path);
  } catch {
    throw { title: 'The studio is not responding', advice: 'Check that it is still running.' };
  }
  const json = await response.json().catch(() => null);
  if (!response.ok || json === null) {
    throw json ?? { title: 'The request failed', advice: 'The studio responded with status ' + response.status + '.' };
  }
  return json;
}

let question = 0;

async function load() {
  const asked = ++question;
  const { by, days: count } = choice();
  const days = daysUntilToday(Number(count));
  const since = path => path + '&from=' + days[0];
  try {
    const [budgets, totals, rows] = await Promise.all([
      get('/api/budgets'), get(since('/api/spending?by=total')), get(since('/api/spending?by=day,' + by)),
    ]);
    if (asked !== question) {
      return;
    }
    byId('refused').hidden = true;
    showBudgets(budgets);
    showTotals(totals);
    const known = [...new Set([...days, ...rows.map(row => row.day)])].sort();
    showPlot(known, rows, by);
    showTable(rows, by);
    byId('empty').hidden = rows.length > 0;
  } catch (problem) {
    if (asked === question) {
      tell(problem);
    }
  }
}

function tell(problem) {
  const parts = [element('strong', problem.title ?? 'Something went wrong'), element('span', problem.advice ?? String(problem))];
  if (problem.detail) {
    parts.push(element('small', problem.detail));
  }
  byId('refused').replaceChildren(...parts);
  byId('refused').hidden = false;
}

// ---------------------------------------------------------------- budgets and totals

function showBudgets(budgets) {
  byId('budgets').replaceChildren(...budgets.map(budget => {
    const item = element('li');
    const name = element('p', budget.budget + (budget.scope ? ' of ' + budget.scope : ''), 'budget-name');
    name.append(element('span', budget.until === null ? 'for ever' : 'until ' + new Date(budget.until).toLocaleString('en-GB', {
      day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short',
    })));
    const used = element('div', '', 'used');
    used.setAttribute('aria-hidden', 'true');
    const share = amount => Math.max(0, Math.min(100, 100 * amount / budget.amount)) + '%';
    for (const part of ['spent', 'reserved']) {
      const bar = element('div', '', part);
      bar.style.width = share(budget[part]);
      bar.hidden = budget[part] <= 0;
      used.append(bar);
    }
    item.classList.toggle('budget-full', budget.left === 0);
    item.append(name, used, element('p', money(budget.spent) + ' spent, ' + money(budget.reserved) + ' reserved, '
      + money(budget.left) + ' left of ' + money(budget.amount, budget.currency), 'budget-facts'));
    return item;
  }));
  if (budgets.length === 0) {
    byId('budgets').append(element('li', 'There are no budgets.'));
  }
}

// a line for each currency
function showTotals(totals) {
  const named = totals.filter(row => row.currency !== null);
  const amounts = figure => named.map(row => money(row[figure], row.currency)).join(', ') || '–';
  const facts = {
    'Actual': amounts('actual'),
    'Estimated': amounts('estimate'),
    'Reserved': amounts('reserved'),
    'Jobs': String(sum(totals, 'jobs')),
    'Off by': named.map(row => percent(row.deviation)).join(', ') || '–',
  };
  byId('totals').replaceChildren(...Object.entries(facts).map(([name, value]) => {
    const fact = element('div');
    fact.append(element('dt', name), element('dd', value));
    return fact;
  }));
}

function percent(deviation) {
  return deviation === null ? '–' : (deviation > 0 ? '+' : '') + deviation + '\u00a0%';
}

// ---------------------------------------------------------------- the plot

const groupOf = (row, by) => by === 'total' ? 'All videos' : row[by] ?? 'none';

// those that have cost most, and the others together
function groups(rows, by) {
  const totals = new Map();
  for (const row of rows) {
    const name = groupOf(row, by);
    totals.set(name, (totals.get(name) ?? 0) + row.actual + row.estimate);
  }
  const names = [...totals.keys()].sort((one, other) => totals.get(other) - totals.get(one) || (one < other ? -1 : 1));
  const most = names.length > MOST_GROUPS ? names.slice(0, MOST_GROUPS - 1) : names;
  const all = most.map(name => ({ name, rows: rows.filter(row => groupOf(row, by) === name) }));
  if (names.length > most.length) {
    all.push({
      name: names.length - most.length + ' others',
      rows: rows.filter(row => !most.includes(groupOf(row, by))),
    });
  }
  return all;
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function mixed(one, other, share) {
  const parts = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
  const [a, b] = [parts(one), parts(other)];
  return 'rgb(' + a.map((value, i) => Math.round(value * share + b[i] * (1 - share))).join(', ') + ')';
}

// one on top of the other: each series reaches from zero to the sum of those below and its own, the tallest is drawn first
function stacks(all, days, figure) {
  const below = days.map(() => 0);
  return all.map(group => days.map((day, i) => {
    below[i] += sum(group.rows.filter(row => row.day === day), figure);
    return below[i];
  })).reverse();
}

function showPlot(days, rows, by) {
  const currencies = [...new Set(rows.filter(row => row.currency !== null).map(row => row.currency))];
  const jobsIn = currency => sum(rows.filter(row => row.currency === currency), 'jobs');
  const currency = currencies.sort((one, other) => jobsIn(other) - jobsIn(one))[0];
  byId('figure').hidden = currency === undefined;
  plot?.destroy();
  plot = null;
  if (currency === undefined) {
    return;
  }
  const all = groups(rows.filter(row => row.currency === currency), by);
  plotted = { days, currency, all, at: null, again: () => showPlot(days, rows, by) };
  byId('plot').setAttribute('aria-label', 'Spending by day in ' + currency);
  read(null);
  showLegend(all);
  const colorOf = i => color('--group-' + (all.length - i));
  const bars = (figure, align) => stacks(all, days, figure).map((values, i) => ({
    values,
    series: {
      paths: uPlot.paths.bars({ size: [0.4, 28], align }),
      points: { show: false },
      width: figure === 'estimate' ? 1 : 0,
      stroke: () => colorOf(i),
      fill: () => figure === 'estimate' ? mixed(colorOf(i), color('--panel'), 0.3) : colorOf(i),
    },
  }));
  const series = [...bars('estimate', -1), ...bars('actual', 1)];
  const axis = { stroke: () => color('--soft'), font: '13px system-ui, sans-serif', ticks: { show: false } };
  plot = new uPlot({
    width: byId('plot').clientWidth,
    height: byId('plot').clientHeight,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
    scales: {
      x: { time: false, range: (u, min, max) => [min - 0.6 * DAY, max + 0.6 * DAY] },
      y: { range: (u, min, max) => [0, max > 0 ? 1.1 * max : 1] },
    },
    axes: [
      { ...axis, size: 28, grid: { show: false }, splits: u => splits(u, days), values: (u, at) => at.map(time => shortDay(nameOf(time))) },
      { ...axis, size: 64, grid: { stroke: () => color('--line'), width: 1 }, values: (u, at) => at.map(amount => money(amount)) },
    ],
    series: [{}, ...series.map(one => one.series)],
    hooks: { setCursor: [u => read(u.cursor.idx)] },
  }, [days.map(secondsOf), ...series.map(one => one.values)], byId('plot'));
}

// as many days as there is room for, and always the last
function splits(u, days) {
  const room = Math.max(1, Math.floor(u.width / 70));
  const step = Math.ceil(days.length / room);
  return days.filter((day, i) => (days.length - 1 - i) % step === 0).map(secondsOf);
}

function showLegend(all) {
  byId('legend').replaceChildren(...all.map((group, i) => {
    const item = element('li');
    const swatch = element('i');
    swatch.style.background = 'var(--group-' + (i + 1) + ')';
    item.append(swatch, element('span', group.name));
    return item;
  }));
}

/** Tells the figures of a day; what it says is read to those who do not see the plot. */
function read(at) {
  plotted.at = at ?? plotted.at;
  if (at === null || at === undefined) {
    byId('reading').textContent = '';
    return;
  }
  const { days, currency, all } = plotted;
  const figures = group => {
    const rows = group.rows.filter(row => row.day === days[at]);
    return { estimate: sum(rows, 'estimate'), actual: sum(rows, 'actual') };
  };
  const said = all.map(group => ({ name: group.name, ...figures(group) }));
  const ofAll = 'estimated ' + money(sum(said, 'estimate'), currency) + ', actual ' + money(sum(said, 'actual'), currency);
  const ofEach = said.filter(group => group.estimate + group.actual > 0)
    .map(group => group.name + ' ' + money(group.estimate) + ', ' + money(group.actual));
  const parts = all.length > 1 && ofEach.length > 0 ? ' (' + ofEach.join('; ') + ')' : '';
  byId('reading').textContent = longDay(days[at]) + ': ' + ofAll + parts;
}

byId('plot').addEventListener('keydown', event => {
  const last = (plotted?.days.length ?? 0) - 1;
  const at = plotted?.at ?? null;
  const next = {
    ArrowLeft: at === null ? last : Math.max(0, at - 1),
    ArrowRight: at === null ? 0 : Math.min(last, at + 1),
    Home: 0,
    End: last,
  }[event.key];
  if (plot !== null && next !== undefined) {
    event.preventDefault();
    plot.setCursor({ left: plot.valToPos(secondsOf(plotted.days[next]), 'x'), top: 0 });
  }
});

new ResizeObserver(() => plot?.setSize({ width: byId('plot').clientWidth, height: byId('plot').clientHeight }))
  .observe(byId('plot'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plotted?.again());

// ---------------------------------------------------------------- the table

function showTable(rows, by) {
  byId('figures').hidden = rows.length === 0;
  const currencies = new Set(rows.filter(row => row.currency !== null).map(row => row.currency));
  byId('figures-caption').textContent = 'The figures of each day' + (currencies.size === 1 ? ', in ' + [...currencies][0] : '');
  const split = by === 'total' ? [] : [SPLITS[by]];
  const heads = ['Day', ...split, 'Jobs', 'Estimated', 'Actual', 'Reserved', 'Off by'].map((name, i) => {
    const head = element('th', name, i <= split.length ? 'text' : '');
    head.scope = 'col';
    return head;
  });
  const head = element('tr');
  head.append(...heads);
  document.querySelector('#figures thead').replaceChildren(head);
  document.querySelector('#figures tbody').replaceChildren(...[...rows].reverse().map(row => {
    const line = element('tr');
    const day = element('th', rowDay(row.day));
    day.scope = 'row';
    const group = by === 'total' ? [] : [element('td', groupOf(row, by), 'text')];
    line.append(day, ...group, element('td', row.jobs), ...['estimate', 'actual', 'reserved'].map(
      figure => element('td', row.currency === null ? '–' : money(row[figure], currencies.size === 1 ? '' : row.currency))),
    element('td', percent(row.deviation)));
    return line;
  }));
}

// ---------------------------------------------------------------- what happens meanwhile

const events = new EventSource('/api/events');

events.addEventListener('studio', event => {
  const studio = JSON.parse(event.data);
  byId('gateway').textContent = studio.emulator ? 'Emulator: free of charge' : 'Live: each video is charged';
  byId('gateway').hidden = false;
  byId('connection').hidden = true;
  load();
});
events.addEventListener('film', event => {
  if (['DONE', 'FAILED', 'CANCELLED'].includes(JSON.parse(event.data).state)) {
    load();
  }
});
events.addEventListener('error', () => {
  byId('connection').hidden = false;
});
