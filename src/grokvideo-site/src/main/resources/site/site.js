(() => {
  const root = document.documentElement;

  const theme = document.querySelector('button.theme');
  const showTheme = () => theme.setAttribute('aria-pressed', String(root.dataset.theme === 'dark'));
  theme.addEventListener('click', () => {
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', root.dataset.theme);
    } catch (e) {
      // kept for this page only
    }
    showTheme();
  });
  showTheme();

  const menu = document.querySelector('button.menu');
  const pages = document.getElementById('pages');
  const open = (isOpen) => {
    menu.setAttribute('aria-expanded', String(isOpen));
    pages.classList.toggle('open', isOpen);
  };
  menu.addEventListener('click', () => open(menu.getAttribute('aria-expanded') !== 'true'));
  pages.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && pages.classList.contains('open')) {
      open(false);
      menu.focus();
    }
  });
  const current = pages.querySelector('[aria-current]');
  if (current) {
    pages.scrollTop = current.offsetTop - pages.clientHeight / 2;
  }

  // the language chosen in one place is chosen everywhere
  const tablists = [...document.querySelectorAll('[role=tablist]')];
  const select = (tab) => {
    for (const other of tab.parentElement.children) {
      const isChosen = other === tab;
      other.setAttribute('aria-selected', String(isChosen));
      other.tabIndex = isChosen ? 0 : -1;
      document.getElementById(other.getAttribute('aria-controls')).hidden = !isChosen;
    }
  };
  const selectEverywhere = (tab) => {
    const top = tab.getBoundingClientRect().top;
    for (const list of tablists) {
      const same = [...list.children].find((other) => other.textContent === tab.textContent);
      if (same) {
        select(same);
      }
    }
    scrollBy(0, tab.getBoundingClientRect().top - top);
    try {
      localStorage.setItem('language', tab.textContent);
    } catch (e) {
      // kept for this page only
    }
  };
  let language = null;
  try {
    language = localStorage.getItem('language');
  } catch (e) {
    // the first one, then
  }
  for (const list of tablists) {
    const tabs = [...list.children];
    select(tabs.find((tab) => tab.textContent === language) || tabs[0]);
    list.addEventListener('click', (event) => {
      if (event.target.getAttribute('role') === 'tab') {
        selectEverywhere(event.target);
      }
    });
    list.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) {
        const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
        selectEverywhere(next);
        next.focus();
        event.preventDefault();
      }
    });
  }

  for (const block of document.querySelectorAll('article pre')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(block.textContent.trimEnd() + '\n');
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 2000);
    });
    const frame = document.createElement('div');
    frame.className = 'code';
    block.replaceWith(frame);
    frame.append(block, button);
  }
})();
