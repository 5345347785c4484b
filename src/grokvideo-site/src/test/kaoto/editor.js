// Kaoto's editor as its extension for VS Code opens it, with a page in the place of VS Code.
// The address of the page has the parameters route, catalog (the index of a library) and runtime (the name of a catalog in it).

import { KaotoEditorFactory } from '@kaoto/kaoto';
import { createRoot } from 'react-dom/client';

const parameters = new URLSearchParams(location.search);
const route = parameters.get('route');

let editor;

const requests = {
  getVSCodeKaotoSettings: async () => ({
    catalogUrl: parameters.get('catalog'),
    runtimeCatalogName: parameters.get('runtime'),
    colorScheme: 'light',
  }),
  getResourcesContentByType: async () => [],
  getSuggestions: async () => [],
  isResourceExist: async () => false,
};
const notifications = {
  kogitoEditor_ready: async () => editor.setContent(route, await (await fetch(route)).text()),
};

const channelApi = {
  requests: new Proxy(requests, { get: (known, name) => known[name] ?? (async () => undefined) }),
  notifications: new Proxy(notifications, { get: (known, name) => ({ send: known[name] ?? (() => undefined) }) }),
};
const start = { fileExtension: 'camel.yaml', resourcesPathPrefix: '', channel: 'VSCODE_DESKTOP' };

editor = await new KaotoEditorFactory().createEditor({ channelApi }, start);
createRoot(document.getElementById('editor')).render(editor.af_componentRoot());
editor.af_onOpen();
