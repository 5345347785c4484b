'use strict';

// The form: what is to be made, and what it would cost. Texts from the gateway or a user are inserted as text, never as HTML.

const LARGEST_IMAGE = 10 * 1024 * 1024;
const IMAGES = ['image/jpeg', 'image/png', 'image/webp'];
const PRICE_DELAY = 300;

const byId = id => document.getElementById(id);
const form = byId('form');
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
  const request = { prompt: prompt.value.trim() };
  if (source?.use !== 'EDIT') {
    request.seconds = Number(data.get('seconds'));
  }
  if (source) {
    request.source = { film: source.film, video: source.video, use: source.use };
  } else {
    request.ratio = data.get('ratio');
    request.count = Number(data.get('count'));
  }
  return request;
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
      throw {
        title: 'Above the cost limit',
        advice: source?.use === 'EDIT' ? 'Edit a shorter video.' : 'Choose a shorter length, or fewer videos.',
      };
    }
    const request = wish();
    if (source?.use === 'CONTINUE' && !provider.extends) {
      request.image = await lastPicture(source.video);
    } else if (image) {
      request.image = await dataUrl(image);
    }
    begun(await post('/api/films', request));
  } catch (problem) {
    tell(byId('refused'), problem);
    byId('refused').hidden = false;
  } finally {
    submitting = false;
    showPrice();
  }
});

// ---------------------------------------------------------------- the video to continue or to edit

// what the provider of the studio can do
let provider = { extends: false, cancels: false };
let source = null;

const MODES = {
  NEW: {
    heading: 'New video', button: 'Generate video', prompt: 'What should the video show?',
    placeholder: 'A paper boat sails down a rainy street at night',
  },
  CONTINUE: {
    heading: 'Continue a video', button: 'Continue video', prompt: 'What should happen next?', name: 'Continues ',
    placeholder: 'The boat reaches the harbour, and the rain stops',
  },
  EDIT: {
    heading: 'Edit a video', button: 'Edit video', prompt: 'What should be different?', name: 'Edits ',
    placeholder: 'Make it a watercolour painting',
  },
};

/** Makes the form one for a new video ({@code null}), or for one that continues or edits a video of the list. */
function setSource(chosen) {
  source = chosen;
  const mode = MODES[source?.use ?? 'NEW'];
  byId('new-heading').textContent = mode.heading;
  byId('prompt-label').textContent = mode.prompt;
  prompt.placeholder = mode.placeholder;
  button.textContent = mode.button;
  byId('source').hidden = !source;
  byId('length').hidden = source?.use === 'EDIT';
  for (const field of form.querySelectorAll('.for-new')) {
    field.hidden = Boolean(source);
  }
  // by how much xAI continues a video
  const extension = source?.use === 'CONTINUE' && provider.extends;
  byId('seconds').min = extension ? 2 : 1;
  byId('seconds').max = extension ? 10 : 15;
  showSeconds();
  byId('refused').hidden = true;
  if (source) {
    choose(null);
    byId('source-name').textContent = mode.name + '“' + source.prompt + '”';
    byId('source-hint').textContent = source.use === 'EDIT' ? 'The new video is as long as this one.'
      : provider.extends ? 'The new video contains this one, and goes on for the length below.'
        : 'The new video begins with the last picture of this one.';
    // the picture at which it is
    byId('source-video').src = source.video + (source.use === 'CONTINUE' ? '#t=' + Math.max(0, (source.seconds ?? 0) - 0.1) : '');
    prompt.focus();
    prompt.select();
  } else {
    byId('source-video').removeAttribute('src');
    byId('source-name').textContent = '';
    byId('source-hint').textContent = '';
  }
  cost = null;
  showPrice();
  askPrice(0);
}

byId('source-remove').addEventListener('click', () => {
  setSource(null);
  prompt.focus();
});

function happens(target, name) {
  return new Promise((resolve, reject) => {
    target.addEventListener(name, resolve, { once: true });
    target.addEventListener('error', reject, { once: true });
  });
}

// on a busy machine, a picture is shown later than the event "seeked" says
function showEnd(video) {
  return new Promise((resolve, reject) => {
    const look = (now, { mediaTime }) => {
      if (mediaTime > video.duration - 0.5) {
        resolve();
      } else {
        video.requestVideoFrameCallback(look);
      }
    };
    if (video.requestVideoFrameCallback) {
      video.requestVideoFrameCallback(look);
    } else {
      video.addEventListener('seeked', resolve, { once: true });
    }
    video.addEventListener('error', reject, { once: true });
    video.currentTime = video.duration;
  });
}

async function lastPicture(path) {
  try {
    const video = document.createElement('video');
    video.muted = true;
    video.preload = 'auto';
    video.src = path;
    await happens(video, 'loadeddata');
    await showEnd(video);
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d').drawImage(video, 0, 0);
    return canvas.toDataURL('image/jpeg', 0.92);
  } catch {
    throw { title: 'The last picture of this video cannot be read', advice: 'Check that its file is still there.' };
  }
}

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

function showSeconds() {
  const seconds = Number(byId('seconds').value);
  byId('seconds-shown').textContent = seconds + (seconds === 1 ? ' second' : ' seconds');
}

form.addEventListener('input', event => {
  if (event.target.id === 'seconds') {
    showSeconds();
  }
  if (event.target !== prompt) {
    askPrice();
  }
});

function money(amount, currency) {
  return Number(amount).toFixed(2) + ' ' + currency;
}

askPrice();
