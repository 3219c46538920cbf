const { contextBridge, ipcRenderer } = require('electron');

const call = (channel) => (request) => ipcRenderer.invoke(channel, request);
contextBridge.exposeInMainWorld('sample', {
  echo: call('echo'),
  frame: call('frame'),
  fail: call('fail'),
  function: call('function'),
  renew: call('renew'),
  ask: call('ask'),
  say: call('say'),
  theme: call('theme'),
  open: call('open'),
  copy: call('copy'),
  count: (upTo, listener) => {
    const receive = (_event, ...args) => listener(...args);
    ipcRenderer.on('number', receive);
    ipcRenderer.send('count', upTo);
    return () => ipcRenderer.off('number', receive);
  },
  worlds: {
    prototypeOfArray: () => Object.keys(Array.prototype),
    missing: () => ipcRenderer.sendSync('x'),
  },
});
