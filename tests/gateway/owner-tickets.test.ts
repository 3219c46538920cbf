import { describe, expect, it } from 'vitest';
import { TICKETS_AT_ONCE, TICKET_IDLE_MS, TicketBook } from '../../src/gateway/owner/tickets.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

function book() {
  const clock = { nowMs: 1000 };
  return { clock, tickets: new TicketBook(() => clock.nowMs) };
}

const textOf = (ticket: Uint8Array): string => Buffer.from(ticket).toString('base64url');

describe('tickets of terminals', () => {
  it('are good at the terminal they were given to, and at no other', () => {
    const { tickets } = book();
    const [a, b] = [textOf(tickets.issue(A)), textOf(tickets.issue(B))];
    expect([tickets.holds(a, A), tickets.holds(b, B)]).toEqual([true, true]);
    expect([tickets.holds(a, B), tickets.holds(b, A), tickets.holds(a, null)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('without a terminal are good for a process that names none', () => {
    const { tickets } = book();
    const own = textOf(tickets.issue(null));
    expect(tickets.holds(own, null)).toBe(true);
    expect(tickets.holds(own, A)).toBe(false);
    tickets.drop(own);
    expect(tickets.holds(own, null)).toBe(false);
  });

  it('idle out after ten minutes without use, counted anew by every use', () => {
    const { tickets, clock } = book();
    const ticket = textOf(tickets.issue(A));
    for (let i = 0; i < 5; i += 1) {
      clock.nowMs += TICKET_IDLE_MS - 1;
      expect(tickets.holds(ticket, A)).toBe(true);
    }
    clock.nowMs += TICKET_IDLE_MS;
    expect(tickets.holds(ticket, A)).toBe(false);
    expect(tickets.size).toBe(0);
  });

  it('are not kept alive by a terminal that is not theirs', () => {
    const { tickets, clock } = book();
    const ticket = textOf(tickets.issue(A));
    clock.nowMs += TICKET_IDLE_MS - 1;
    tickets.holds(ticket, B);
    clock.nowMs += 1;
    expect(tickets.holds(ticket, A)).toBe(false);
  });

  it('all go at once', () => {
    const { tickets } = book();
    const given = [tickets.issue(A), tickets.issue(B), tickets.issue(null)].map(textOf);
    tickets.dropAll();
    expect([A, B, null].map((terminal, i) => tickets.holds(given[i] ?? '', terminal))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('are 64 at most: the one that was used least recently goes', () => {
    const { tickets } = book();
    const given = Array.from({ length: TICKETS_AT_ONCE }, () => textOf(tickets.issue(A)));
    expect(tickets.holds(given[0] ?? '', A)).toBe(true);
    tickets.issue(B);
    expect(tickets.size).toBe(TICKETS_AT_ONCE);
    expect(tickets.holds(given[0] ?? '', A)).toBe(true);
    expect(tickets.holds(given[1] ?? '', A)).toBe(false);
  });

  it('are 32 bytes in memory of their own, each another', () => {
    const { tickets } = book();
    const [one, two] = [tickets.issue(A), tickets.issue(A)];
    expect(one.length).toBe(32);
    expect(one.buffer.byteLength).toBe(32);
    expect(textOf(one)).not.toBe(textOf(two));
  });

  it('take nothing for a ticket that is none, and no terminal but a hash', () => {
    const { tickets } = book();
    tickets.issue(A);
    for (const text of [null, '', 'x', 'A'.repeat(43), `${'A'.repeat(43)}=`, '\0'.repeat(43)]) {
      expect(tickets.holds(text, A)).toBe(false);
    }
    for (const terminal of ['', 'A'.repeat(64), 'a'.repeat(63), `${A}\n`, '../../etc']) {
      expect(() => tickets.issue(terminal)).toThrow(
        expect.objectContaining({ code: 'invalid_input' }),
      );
    }
  });
});
