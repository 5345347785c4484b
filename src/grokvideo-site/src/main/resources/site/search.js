// the index is loaded when somebody searches, and built from the sections of all pages
(() => {
  const root = document.documentElement.dataset.root;
  const form = document.querySelector('form.search');
  const input = document.getElementById('search');
  const results = form.querySelector('.results');
  const list = results.querySelector('ol');
  const status = document.getElementById('found');
  const count = results.querySelector('.count');
  let ready = null;

  const load = (file) => new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = root + 'site/' + file;
    script.onload = resolve;
    script.onerror = () => reject(new Error(file));
    document.head.append(script);
  });

  const index = () => {
    ready = ready || Promise.all([load('lunr.js'), load('sections.js')]).then(() => {
      // names of options and classes are words, whatever stands around them
      lunr.tokenizer.separator = /[^\p{L}\p{N}_]+/u;
      return lunr(function () {
        this.ref('number');
        this.field('title', { boost: 8 });
        this.field('page', { boost: 4 });
        this.field('text');
        window.searchSections.forEach((section, number) => this.add({ number, ...section }));
      });
    });
    return ready;
  };

  const find = (lunrIndex, text) => lunrIndex.query((query) => {
    for (const token of lunr.tokenizer(text)) {
      const word = token.toString();
      query.term(word, { boost: 10, presence: lunr.Query.presence.OPTIONAL });
      query.term(word, { boost: 2, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
      if (word.length > 4) {
        query.term(word, { boost: 1, editDistance: 1 });
      }
    }
  });

  const excerpt = (text, words) => {
    const lower = text.toLowerCase();
    const at = Math.min(...words.map((word) => lower.indexOf(word)).filter((i) => i >= 0), text.length);
    const start = at === text.length ? 0 : Math.max(0, text.lastIndexOf(' ', Math.max(0, at - 50)));
    return (start > 0 ? '… ' : '') + text.slice(start, start + 160).trim() + (start + 160 < text.length ? ' …' : '');
  };

  const marked = (element, text, words) => {
    const pattern = new RegExp('(' + words.map((word) => word.replace(/[^\p{L}\p{N}_]/gu, '')).join('|') + ')', 'giu');
    text.split(pattern).forEach((part, i) => {
      if (i % 2) {
        const mark = document.createElement('mark');
        mark.textContent = part;
        element.append(mark);
      } else {
        element.append(part);
      }
    });
    return element;
  };

  const close = () => {
    results.hidden = true;
    status.textContent = '';
  };

  const show = async () => {
    const text = input.value.trim();
    const words = text.toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
    if (!words.length) {
      close();
      return;
    }
    const lunrIndex = await index();
    if (input.value.trim() !== text) {
      return;
    }
    const found = find(lunrIndex, text).slice(0, 12).map((hit) => window.searchSections[hit.ref]);
    status.textContent = found.length === 0 ? 'Nothing found'
        : found.length === 1 ? '1 result' : found.length + (found.length === 12 ? ' best results' : ' results');
    count.textContent = status.textContent;
    list.replaceChildren(...found.map((section) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = root + section.at;
      const title = document.createElement('strong');
      marked(title, section.title ? section.page + ' › ' + section.title : section.page, words);
      const line = document.createElement('span');
      marked(line, excerpt(section.text, words), words);
      link.append(title, line);
      item.append(link);
      return item;
    }));
    results.hidden = false;
  };

  input.addEventListener('focus', () => index());
  input.addEventListener('input', show);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      input.value = '';
      close();
      input.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const stops = [input, ...list.querySelectorAll('a')];
      const next = stops[stops.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1)];
      if (next && !results.hidden) {
        next.focus();
        event.preventDefault();
      }
    }
  });
  list.addEventListener('click', (event) => {
    if (event.target.closest('a')) {
      close();
    }
  });
  form.addEventListener('focusout', (event) => {
    if (!form.contains(event.relatedTarget)) {
      close();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      input.focus();
      event.preventDefault();
    }
  });
})();
