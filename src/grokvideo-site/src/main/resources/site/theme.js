// before the first paint: what the reader chose last time, or what the system prefers
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('theme');
  } catch (e) {
    // pages opened as files may not store anything
  }
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.documentElement.classList.add('js');
})();
