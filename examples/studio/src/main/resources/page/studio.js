'use strict';

// The list of videos. Texts from the gateway or a user are inserted as text, never as HTML.

const films = new Map();

// ---------------------------------------------------------------- the films

const events = new EventSource('/api/events');

events.addEventListener('studio', event => {
  const studio = JSON.parse(event.data);
  const gateway = byId('gateway');
  gateway.textContent = studio.emulator ? 'Emulator: free of charge' : 'Live: each video is charged';
  gateway.hidden = false;
  byId('connection').hidden = true;
  limit = Number(studio.limit);
  provider = { extends: studio.extends, cancels: studio.cancels };
  showPrice();
  const known = new Set(studio.films.map(film => film.id));
  for (const [id, entry] of films) {
    if (!known.has(id)) {
      forget(id);
    }
  }
  studio.films.forEach(update);
  count();
});
events.addEventListener('film', event => {
  const film = JSON.parse(event.data);
  const before = films.get(film.id)?.film.state;
  update(film);
  if (before !== film.state && film.state === 'DONE') {
    say('Your video is ready.');
  } else if (before !== film.state && film.state === 'FAILED') {
    say('Your video failed: ' + film.problem.title + '.');
  } else if (before !== film.state && film.state === 'CANCELLED') {
    say('Your video is cancelled. ' + film.problem.advice);
  } else if (before !== film.state && film.state === 'CANCELLING') {
    say('Your video is being cancelled.');
  }
});
events.addEventListener('removed', event => {
  forget(JSON.parse(event.data));
  count();
});
events.addEventListener('error', () => {
  byId('connection').hidden = false;
});

function say(text) {
  byId('news').textContent = text;
}

/** Shows a film that this page has requested. */
function begun(film) {
  update(film);
  films.get(film.id).element.scrollIntoView({ block: 'nearest' });
  // it may have finished before this response arrives
  if (!isOver(films.get(film.id).film)) {
    say('Your video is being generated.');
  }
}

// after removing a card, move the focus to the next
function forget(id) {
  const element = films.get(id)?.element;
  if (!element) {
    return;
  }
  const neighbour = element.nextElementSibling ?? element.previousElementSibling;
  const focused = element.contains(document.activeElement);
  element.remove();
  films.delete(id);
  films.forEach(drawOrigin);
  if (source?.film === id) {
    setSource(null);
  }
  if (focused) {
    (neighbour?.querySelector('.remove') ?? prompt).focus();
  }
}

function update(film) {
  let entry = films.get(film.id);
  if (!entry) {
    const element = byId('film-template').content.firstElementChild.cloneNode(true);
    element.id = 'film-' + film.id;
    byId('films').prepend(element);
    entry = { element, film };
    element.querySelector('.cancel').addEventListener('click', () => askToCancel(film.id));
    films.set(film.id, entry);
    drawOrigin(entry);
  } else if (isOver(entry.film) || film.elapsed < entry.film.elapsed) {
    // the response to a request may arrive after the events that it caused
    return;
  }
  entry.film = film;
  entry.begin = performance.now() - film.elapsed;
  draw(entry);
  count();
}

const isOver = film => ['DONE', 'FAILED', 'CANCELLED'].includes(film.state);
const quoted = (film, most) => '“' + film.prompt.slice(0, most) + '”';
const ENDS = { DONE: 'generated in ', FAILED: 'failed after ', CANCELLED: 'cancelled after ' };

function action(text, label, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  if (label) {
    made.setAttribute('aria-label', label);
  }
  made.addEventListener('click', act);
  return made;
}

// the film that this one continues or edits, as long as it is in the list
function drawOrigin({ element, film }) {
  const line = element.querySelector('.origin');
  line.hidden = !film.origin;
  if (film.origin) {
    const listed = films.has(film.origin.film);
    const name = document.createElement(listed ? 'a' : 'span');
    name.textContent = quoted(film.origin, 120);
    if (listed) {
      name.href = '#film-' + film.origin.film;
    }
    line.replaceChildren(film.origin.use === 'EDIT' ? 'edits ' : 'continues ', name);
  }
}

function draw({ element, film, begin }) {
  const part = name => element.querySelector('.' + name);
  part('prompt').textContent = film.prompt;
  part('waiting').hidden = isOver(film);
  part('videos').hidden = film.state !== 'DONE';
  part('problem').hidden = !film.problem;
  part('problem').classList.toggle('calm', film.state === 'CANCELLED');
  part('warnings').hidden = film.warnings.length === 0;
  part('actions').hidden = !isOver(film) && !(provider.cancels && film.job);
  const time = Math.round((isOver(film) ? film.elapsed : performance.now() - begin) / 1000) + ' s';
  const facts = film.origin ? [] : [film.image ? 'from an image' : 'from text'];
  if (film.seconds) {
    facts.push(Number(film.seconds.toFixed(1)) + ' s long');
  }
  facts.push(isOver(film) ? ENDS[film.state] + time : time + ' so far');
  if (film.cost) {
    facts.push(money(film.cost, film.currency));
  } else if (film.estimate && !isOver(film)) {
    facts.push('about ' + money(film.estimate, film.currency));
  }
  // no line break inside of a fact
  part('facts').textContent = facts.map(fact => fact.replaceAll(' ', '\u00a0')).join(' · ');

  if (!isOver(film)) {
    const progress = element.querySelector('progress');
    part('state').textContent = film.state === 'WAITING' ? 'Queued' : film.state === 'CANCELLING' ? 'Cancelling'
      : film.progress === null ? 'Generating' : 'Generating: ' + film.progress + ' %';
    progress.setAttribute('aria-label', 'Progress of ' + quoted(film, 60));
    part('cancel').setAttribute('aria-label', 'Cancel ' + quoted(film, 60));
    part('cancel').setAttribute('aria-disabled', String(film.state === 'CANCELLING'));
    if (film.progress === null || film.state === 'WAITING') {
      progress.removeAttribute('value');
    } else {
      progress.value = film.progress;
    }
    return;
  }
  if (cancelled === film.id) {
    // gives the focus back to the card
    byId('cancel').close();
  }
  const focused = part('actions').contains(document.activeElement);
  const again = action('Use this text again', null, () => {
    prompt.value = film.prompt;
    checkPrompt();
    prompt.focus();
  });
  const remove = action('Remove', 'Remove ' + quoted(film, 60) + ' from the list',
    () => fetch('/api/films/' + film.id, { method: 'DELETE' }).catch(() => {}));
  remove.className = 'remove';
  part('actions').replaceChildren(...film.videos.map((path, i) => drawVideo(film, path, i)), again, remove);
  part('videos').replaceChildren(...film.videos.map(path => {
    const video = document.createElement('video');
    video.src = path;
    video.controls = true;
    video.loop = true;
    video.playsInline = true;
    video.preload = 'metadata';
    video.setAttribute('aria-label', film.prompt.slice(0, 120));
    return video;
  }));
  if (focused) {
    part('actions').querySelector('a, button').focus();
  }
  if (film.problem) {
    tell(part('problem'), film.problem);
  }
  part('warnings').replaceChildren(...film.warnings.map(text => {
    const item = document.createElement('li');
    item.textContent = text;
    return item;
  }));
}

// what can be done with a video, in a row of its own where there are several
function drawVideo(film, path, index) {
  const number = film.videos.length === 1 ? '' : ' ' + (index + 1);
  const of = (number ? number + ' of ' : ' ') + quoted(film, 60);
  const link = document.createElement('a');
  link.href = path;
  link.download = '';
  link.textContent = 'Download' + number;
  link.setAttribute('aria-label', 'Download' + of);
  const chosen = use => setSource({ film: film.id, video: path, use, prompt: film.prompt, seconds: film.seconds });
  const row = document.createElement('span');
  row.className = number ? 'several' : 'single';
  row.append(link, action('Continue' + number, 'Continue' + of, () => chosen('CONTINUE')),
    action('Edit' + number, 'Edit' + of, () => chosen('EDIT')));
  return row;
}

function tell(element, problem) {
  const title = document.createElement('strong');
  title.textContent = problem.title;
  const advice = document.createElement('span');
  advice.textContent = problem.advice;
  element.replaceChildren(title, advice);
  if (problem.detail) {
    const detail = document.createElement('small');
    detail.textContent = problem.detail;
    element.append(detail);
  }
}

function count() {
  byId('empty').hidden = films.size > 0;
  const paid = [...films.values()].map(entry => entry.film).filter(film => film.cost);
  const total = paid.reduce((sum, film) => sum + Number(film.cost), 0);
  show(byId('total'), paid.length > 1 ? 'total ' + money(total, paid[0].currency) : '');
}

// ---------------------------------------------------------------- cancelling

// the film that the dialog asks about
let cancelled = null;

function askToCancel(id) {
  const { film } = films.get(id);
  if (film.state === 'CANCELLING') {
    return;
  }
  if (Number(film.estimate ?? 1) === 0) {
    cancel(id).catch(problem => say(problem.title));
    return;
  }
  cancelled = id;
  byId('cancel-prompt').textContent = quoted(film, 120);
  byId('cancel-cost').textContent = (film.estimate
    ? 'The gateway has accepted it for about ' + money(film.estimate, film.currency) + '. ' : 'The gateway has accepted it. ')
    + 'It cancels as well as it can, and may charge a cancelled video in full.';
  byId('cancel-problem').hidden = true;
  byId('cancel').showModal();
}

async function cancel(id) {
  let response;
  try {
    response = await fetch('/api/films/' + id + '/job', { method: 'DELETE' });
  } catch {
    throw { title: 'The studio is not responding', advice: 'Check that it is still running.' };
  }
  if (!response.ok) {
    throw await response.json();
  }
}

byId('cancel').addEventListener('close', () => {
  cancelled = null;
});
byId('cancel-not').addEventListener('click', () => byId('cancel').close());
byId('cancel-now').addEventListener('click', async () => {
  try {
    await cancel(cancelled);
    byId('cancel').close();
  } catch (problem) {
    tell(byId('cancel-problem'), problem);
    byId('cancel-problem').hidden = false;
  }
});

setInterval(() => films.forEach(entry => {
  if (!isOver(entry.film)) {
    draw(entry);
  }
}), 1000);
