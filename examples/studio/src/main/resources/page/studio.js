'use strict';

// Texts from the gateway or a user are inserted as text, never as HTML.

const LARGEST_IMAGE = 10 * 1024 * 1024;
const IMAGES = ['image/jpeg', 'image/png', 'image/webp'];
const PRICE_DELAY = 300;

const byId = id => document.getElementById(id);
const form = byId('form');
const films = new Map();
const preview = byId('preview');
const button = byId('make');
let image = null;

// ---------------------------------------------------------------- the form

const prompt = byId('prompt');

function show(element, text) {
  element.textContent = text ?? '';
  element.hidden = !text;
}

function checkPrompt() {
  const missing = prompt.value.trim() === '';
  show(byId('prompt-error'), missing ? 'Describe what the video should show, in a sentence or two.' : '');
  prompt.setAttribute('aria-invalid', String(missing));
  return !missing;
}

prompt.addEventListener('input', () => {
  if (!byId('prompt-error').hidden) {
    checkPrompt();
  }
});

function choose(file) {
  if (file && !IMAGES.includes(file.type)) {
    show(byId('image-error'), 'This is not a JPEG, PNG or WebP image.');
    file = null;
  } else if (file && file.size > LARGEST_IMAGE) {
    show(byId('image-error'), 'This image is larger than 10 MB.');
    file = null;
  } else {
    show(byId('image-error'), '');
  }
  URL.revokeObjectURL(preview.src);
  image = file;
  if (image) {
    preview.src = URL.createObjectURL(image);
    byId('image-name').textContent = image.name;
  } else {
    byId('image').value = '';
  }
  byId('chosen').hidden = !image;
  document.querySelector('label[for=image]').hidden = Boolean(image);
}

// the type comes from the file name; only decoding shows whether it is an image
preview.addEventListener('error', () => {
  if (image) {
    choose(null);
    show(byId('image-error'), 'This file is not a valid image. Choose another JPEG, PNG or WebP image.');
  }
});

byId('image').addEventListener('change', event => choose(event.target.files[0]));
byId('remove').addEventListener('click', () => {
  choose(null);
  byId('image').focus();
});

const drop = byId('drop');
for (const type of ['dragenter', 'dragover']) {
  drop.addEventListener(type, event => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', event => {
  event.preventDefault();
  drop.classList.remove('over');
  choose(event.dataTransfer.files[0]);
});
// a file that misses the target must not replace the page
for (const type of ['dragover', 'drop']) {
  window.addEventListener(type, event => event.preventDefault());
}

function dataUrl(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

function wish() {
  const data = new FormData(form);
  return {
    prompt: prompt.value.trim(),
    seconds: Number(data.get('seconds')),
    ratio: data.get('ratio'),
    count: Number(data.get('count')),
  };
}

async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw { title: 'The studio is not responding', advice: 'Check that it is still running.' };
  }
  const json = await response.json().catch(() => null);
  if (!response.ok) {
    throw json ?? {
      title: 'The request failed',
      advice: response.status === 413 ? 'The image is too large.' : 'The studio responded with status ' + response.status + '.',
    };
  }
  return json;
}

// a disabled button would lose the focus to the page
let submitting = false;
let cost = null;
let limit = Infinity;

const isTooMuch = () => cost !== null && Number(cost.amount) > limit;

function showPrice() {
  byId('price').textContent = cost === null ? ''
    : 'about ' + money(cost.amount, cost.currency) + (isTooMuch() ? ', above the limit of ' + money(limit, cost.currency) : '');
  byId('price').classList.toggle('error', isTooMuch());
  button.setAttribute('aria-disabled', String(submitting || isTooMuch()));
}

form.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

form.addEventListener('submit', async event => {
  event.preventDefault();
  if (submitting) {
    return;
  }
  byId('refused').hidden = true;
  if (!checkPrompt()) {
    prompt.focus();
    return;
  }
  submitting = true;
  showPrice();
  try {
    await askPrice(0);
    if (isTooMuch()) {
      throw { title: 'Above the cost limit', advice: 'Choose a shorter length, or fewer videos.' };
    }
    const request = wish();
    if (image) {
      request.image = await dataUrl(image);
    }
    const film = await post('/api/films', request);
    update(film);
    films.get(film.id).element.scrollIntoView({ block: 'nearest' });
    // it may have finished before this response arrives
    if (!isOver(films.get(film.id).film)) {
      say('Your video is being generated.');
    }
  } catch (problem) {
    tell(byId('refused'), problem);
    byId('refused').hidden = false;
  } finally {
    submitting = false;
    showPrice();
  }
});

// ---------------------------------------------------------------- the price

let question = 0;
let timer;

async function askPrice(delay = PRICE_DELAY) {
  const asked = ++question;
  clearTimeout(timer);
  if (delay > 0) {
    await new Promise(resolve => {
      timer = setTimeout(resolve, delay);
    });
  }
  // without an estimate, show nothing
  const answer = await post('/api/estimate', wish()).catch(() => null);
  if (asked === question) {
    cost = answer;
    showPrice();
  }
}

form.addEventListener('input', event => {
  if (event.target.id === 'seconds') {
    const seconds = Number(event.target.value);
    byId('seconds-shown').textContent = seconds + (seconds === 1 ? ' second' : ' seconds');
  }
  if (event.target !== prompt) {
    askPrice();
  }
});

function money(amount, currency) {
  return Number(amount).toFixed(2) + ' ' + currency;
}

// ---------------------------------------------------------------- the films

const events = new EventSource('/api/events');

events.addEventListener('studio', event => {
  const studio = JSON.parse(event.data);
  const gateway = byId('gateway');
  gateway.textContent = studio.emulator ? 'Emulator: free of charge' : 'Live: each video is charged';
  gateway.hidden = false;
  byId('connection').hidden = true;
  limit = Number(studio.limit);
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
  if (focused) {
    (neighbour?.querySelector('.remove') ?? prompt).focus();
  }
}

function update(film) {
  let entry = films.get(film.id);
  if (!entry) {
    const element = byId('film-template').content.firstElementChild.cloneNode(true);
    byId('films').prepend(element);
    entry = { element };
    films.set(film.id, entry);
  } else if (isOver(entry.film) || film.elapsed < entry.film.elapsed) {
    // the response to a request may arrive after the events that it caused
    return;
  }
  entry.film = film;
  entry.begin = performance.now() - film.elapsed;
  draw(entry);
  count();
}

const isOver = film => film.state === 'DONE' || film.state === 'FAILED';

function draw({ element, film, begin }) {
  const part = name => element.querySelector('.' + name);
  part('prompt').textContent = film.prompt;
  part('waiting').hidden = isOver(film);
  part('videos').hidden = film.state !== 'DONE';
  part('problem').hidden = film.state !== 'FAILED';
  part('warnings').hidden = film.warnings.length === 0;
  part('actions').hidden = !isOver(film);
  const time = Math.round((isOver(film) ? film.elapsed : performance.now() - begin) / 1000) + ' s';
  const facts = [film.image ? 'from an image' : 'from text'];
  if (film.seconds) {
    facts.push(Number(film.seconds.toFixed(1)) + ' s long');
  }
  facts.push(film.state === 'DONE' ? 'generated in ' + time : film.state === 'FAILED' ? 'failed after ' + time : time + ' so far');
  if (film.cost) {
    facts.push(money(film.cost, film.currency));
  }
  // no line break inside of a fact
  part('facts').textContent = facts.map(fact => fact.replaceAll(' ', '\u00a0')).join(' · ');

  if (!isOver(film)) {
    const progress = element.querySelector('progress');
    part('state').textContent = film.state === 'WAITING' ? 'Queued' : film.progress === null ? 'Generating' : 'Generating: ' + film.progress + ' %';
    progress.setAttribute('aria-label', 'Progress of “' + film.prompt.slice(0, 60) + '”');
    if (film.progress === null || film.state === 'WAITING') {
      progress.removeAttribute('value');
    } else {
      progress.value = film.progress;
    }
    return;
  }
  const again = document.createElement('button');
  again.type = 'button';
  again.textContent = 'Use this text again';
  again.addEventListener('click', () => {
    prompt.value = film.prompt;
    checkPrompt();
    prompt.focus();
  });
  const remove = document.createElement('button');
  remove.type = 'button';
  remove.className = 'remove';
  remove.textContent = 'Remove';
  remove.setAttribute('aria-label', 'Remove “' + film.prompt.slice(0, 60) + '” from the list');
  remove.addEventListener('click', () => fetch('/api/films/' + film.id, { method: 'DELETE' }).catch(() => {}));
  if (film.state === 'FAILED') {
    tell(part('problem'), film.problem);
    part('actions').append(again, remove);
    return;
  }
  film.videos.forEach((path, index) => {
    const video = document.createElement('video');
    video.src = path;
    video.controls = true;
    video.loop = true;
    video.playsInline = true;
    video.preload = 'metadata';
    video.setAttribute('aria-label', film.prompt.slice(0, 120));
    part('videos').append(video);
    const link = document.createElement('a');
    link.href = path;
    link.download = '';
    link.textContent = film.videos.length === 1 ? 'Download' : 'Download ' + (index + 1);
    part('actions').append(link);
  });
  part('actions').append(again, remove);
  part('warnings').replaceChildren(...film.warnings.map(text => {
    const item = document.createElement('li');
    item.textContent = text;
    return item;
  }));
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

setInterval(() => films.forEach(entry => {
  if (!isOver(entry.film)) {
    draw(entry);
  }
}), 1000);

askPrice();
