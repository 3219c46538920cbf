import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTalkers, AppendLoad } from '../support/append-load.ts';
import { runCli } from '../support/in-process-cli.ts';
import { scanMemory } from '../support/scan-memory.ts';
import { FAULT_TIMEOUT_MS } from '../support/seeded-random.ts';
import { ServeProcess } from '../support/serve-process.ts';
import {
  PASSWORD,
  call,
  openVaultAt,
  removeHomes,
  seededHome,
  utf8,
} from '../support/vault-fixture.ts';

/*
 * What a stranger finds of conversations in the memory of a process that served them, once it is locked. Texts are
 * strings of the engine's: they can be collected, not wiped, so this says how far that goes (docs/threat-model.md).
 */

const OLD_TURNS = 200;
/** Two in each of the two conversations. */
const CONNECTIONS = 4;
const secondHalf = (text: string): Uint8Array => utf8(text).subarray(text.length / 2);
const word = (): string => randomBytes(24).toString('hex');

describe.skipIf(process.platform !== 'linux')(
  'memory of a process that served conversations',
  () => {
    const texts = { indexed: word(), said: word(), title: word(), about: word() };
    const found = { unlocked: [] as string[], locked: [] as string[] };
    let serve: ServeProcess;

    beforeAll(async () => {
      const home = await seededHome();
      const vault = openVaultAt(home);
      await vault.unlock({ password: utf8(PASSWORD) }, call());
      const talkers = await addTalkers(vault, 1, texts.title);
      const [talker] = talkers;
      const conversationId = talker?.conversations[0] ?? '';
      for (let i = 0; i < OLD_TURNS; i += 1) {
        const content = `${texts.indexed} ${String(i)}`;
        await vault.conversations.append(
          'owner',
          { conversationId, role: 'user', content },
          call(),
        );
      }
      const change = { section: 'about', text: texts.about } as const;
      await vault.profiles.update('owner', { client: talker?.id ?? '', change }, call());
      const client = talker?.id ?? '';
      await vault.profiles.allow({ client, mode: 'read', allowed: true }, call());
      await vault.close();
      const passwordFile = join(home, 'password');
      writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
      serve = await ServeProcess.start(home, passwordFile);
      const load = new AppendLoad(serve.port, texts.said);
      load.start(talkers, 2);
      await sleep(1000);
      await load.stop();
      const paths = ['conversations', `conversations/${conversationId}/turns`, 'profile'];
      for (const path of [...paths, ...paths]) {
        expect(await get(`/v1/${path}`, talker?.key ?? '')).toBe(200);
      }
      found.unlocked = look();
      expect((await runCli(home, ['lock'])).exit).toBe(0);
      await sleep(1000);
      found.locked = look();
    }, FAULT_TIMEOUT_MS);
    afterAll(async () => {
      await serve.stop();
      removeHomes();
    });

    function get(path: string, key: string): Promise<number | undefined> {
      return new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${key}` };
        request({ host: '127.0.0.1', port: serve.port, path, headers, agent: new Agent() })
          .on('error', reject)
          .on('response', (answer) => {
            answer.resume().on('end', () => {
              resolve(answer.statusCode);
            });
          })
          .end();
      });
    }

    function look(): string[] {
      const needles = Object.entries(texts).map(([name, text]) => ({
        name,
        bytes: secondHalf(text),
      }));
      return scanMemory(serve.pid, needles).map(({ needle, region }) => `${needle} in ${region}`);
    }

    it('shows to this scan what is there', () => {
      expect(found.unlocked).not.toEqual([]);
    });

    it('holds no turn that was indexed or listed, no title and no profile after a lock', () => {
      expect(found.locked.filter((copy) => !copy.startsWith('said '))).toEqual([]);
    });

    it('holds after a lock no more of what was said to it than the end of each connection’s last request', () => {
      expect(found.locked.length).toBeLessThanOrEqual(CONNECTIONS);
    });
  },
);
