// Electron has it, the host does not: Node says so before a line of the app runs.
import { BrowserView } from 'electron';

console.log(BrowserView);
