/** Thousands of subscribers in one process, as cheap as they can be: bare sockets that read frame headers, count, note when each frame
 *  came, and keep the text of none but the first subscriber's last. */
import { performance } from 'node:perf_hooks';
import { connect } from 'node:net';
import { quantile } from '../harness/statistics.mjs';

const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const [TEXT, CLOSE, PING] = [1, 8, 9];
/** One buffer for everybody: what is read is counted before the next read. */
const READ_BUFFER = Buffer.alloc(256 * 1024);
const OPENING_AT_ONCE = 50;
/** Where a frame's type begins, behind an id of 36 characters: `{"id":"…","type":"next"`. All contestants write it so. */
const TYPE_AT = '{"id":"","type":"'.length + 36;
const NEXT = 'n'.charCodeAt(0);

const now = () => performance.timeOrigin + performance.now();

class Subscriber {
  count = 0;
  /** Bytes of the frame in hand that are still to come, and the first bytes of a header that was cut. */
  #left = 0;
  #cut = Buffer.alloc(0);
  #isUpgraded = false;
  #waiting;
  #onReady;

  constructor(crowd, { port, path, group, texts, onReady }) {
    this.crowd = crowd;
    this.group = group;
    this.#waiting = [...texts];
    this.#onReady = onReady;
    this.socket = connect({
      port,
      host: '127.0.0.1',
      onread: { buffer: READ_BUFFER, callback: (size, data) => this.#read(data.subarray(0, size)) },
    });
    this.socket.setNoDelay(true);
    this.socket.on('error', (error) => crowd.fail(error));
    this.socket.on('close', () => crowd.fail(new Error('a subscriber was cut off')));
    this.socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
  }

  #read(chunk) {
    let data = this.#cut.length > 0 ? Buffer.concat([this.#cut, chunk]) : chunk;
    this.#cut = Buffer.alloc(0);
    if (!this.#isUpgraded) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) return this.#keep(data);
      if (!data.toString('latin1', 0, 12).endsWith('101'))
        return this.crowd.fail(new Error(data.toString('latin1', 0, 200)));
      this.#isUpgraded = true;
      data = data.subarray(end + 4);
      this.#say();
    }
    let at = 0;
    while (at < data.length) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, data.length - at);
        this.#left -= step;
        at += step;
        continue;
      }
      const head = headOf(data, at);
      const isWatched = this.crowd.watched === this;
      if (head === undefined || (isWatched && at + head.size + head.length > data.length)) {
        this.#keep(data.subarray(at));
        return true;
      }
      if (isWatched && head.opcode === TEXT)
        this.crowd.text = data.toString('utf8', at + head.size, at + head.size + head.length);
      const typeAt = at + head.size + TYPE_AT;
      if (
        head.opcode === TEXT &&
        this.#waiting === undefined &&
        data[typeAt] !== NEXT &&
        typeAt < data.length
      )
        this.crowd.fail(new Error(`a subscriber was told ${data.toString('utf8', at + head.size)}`));
      this.#take(head.opcode);
      at += head.size;
      this.#left = head.length;
    }
    return true;
  }

  #keep(rest) {
    this.#cut = Buffer.from(rest);
    return true;
  }

  #take(opcode) {
    if (opcode === PING) this.socket.write(PONG);
    else if (opcode === CLOSE) this.crowd.fail(new Error('the server closed a subscriber'));
    else if (opcode === TEXT && this.#waiting !== undefined) this.#say();
    else if (opcode === TEXT) this.crowd.took(this);
  }

  /** Says its next text; each but the last is answered by one frame. */
  #say() {
    const text = this.#waiting.shift();
    this.socket.write(maskedText(text));
    if (this.#waiting.length > 0) return;
    this.#waiting = undefined;
    this.#onReady();
  }
}

function headOf(data, at) {
  if (data.length - at < 2) return undefined;
  const opcode = data[at] & 0x0f;
  const short = data[at + 1] & 0x7f;
  if (short < 126) return { opcode, size: 2, length: short };
  if (short === 126)
    return data.length - at < 4 ? undefined : { opcode, size: 4, length: data.readUInt16BE(at + 2) };
  return data.length - at < 10
    ? undefined
    : { opcode, size: 10, length: Number(data.readBigUInt64BE(at + 2)) };
}

/** Clients must mask; a mask of zeroes leaves the text as it is. */
function maskedText(text) {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([0x81, 0x80 | body.length])
      : Buffer.from([0x81, 0x80 | 126, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), body]);
}

class Crowd {
  members = [];
  text;
  watched;
  frames = 0;
  #served = 0;
  #due = Infinity;
  #isTimed = false;
  #arrivals = [];
  #onDone = () => undefined;
  #onFail = () => undefined;
  #isOver = false;
  #failure;

  /** One who is cut off while nobody waits for frames is told of by the next wait. */
  fail(error) {
    if (this.#isOver) return;
    this.#failure ??= error;
    this.#onFail(error);
  }

  /** Opens one after the other, so many at once; done when the last has asked for its events. */
  async open(address, members) {
    const waiting = [...members].reverse();
    const opening = async () => {
      for (let member = waiting.pop(); member !== undefined; member = waiting.pop()) {
        await new Promise((resolve, reject) => {
          this.#onFail = reject;
          this.members.push(new Subscriber(this, { ...address, ...member, onReady: resolve }));
        });
      }
    };
    await Promise.all(Array.from({ length: OPENING_AT_ONCE }, opening));
    this.watched = this.members[0];
    return {};
  }

  /** From now on frames are counted anew. */
  reset({ isTimed = false } = {}) {
    for (const member of this.members) member.count = 0;
    this.frames = 0;
    this.#served = 0;
    this.text = undefined;
    this.#isTimed = isTimed;
    this.#arrivals = [];
    this.#due = Infinity;
    return {};
  }

  /** Resolves when so many frames have come since the reset, or after `withinMs`.
   *  @returns also how many subscribers got one at least */
  until({ frames, withinMs }) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#due = Infinity;
        resolve({ frames: this.frames, served: this.#served, text: this.text });
      };
      const timer = setTimeout(done, withinMs);
      this.#onDone = done;
      this.#onFail = (error) => {
        clearTimeout(timer);
        resolve({ error: String(error) });
      };
      if (this.#failure !== undefined) return this.#onFail(this.#failure);
      this.#due = frames;
      if (this.frames >= frames) done();
    });
  }

  /** @param sent when each event of a group was committed, in order; '' is everybody's group */
  latencies({ sent }) {
    const ms = this.#arrivals.map(({ group, place, at }) => at - sent[group][place]);
    return { count: ms.length, p50: quantile(ms, 0.5), p99: quantile(ms, 0.99), max: quantile(ms, 1) };
  }

  took(subscriber) {
    this.frames += 1;
    if (this.#isTimed) this.#arrivals.push({ group: subscriber.group, place: subscriber.count, at: now() });
    subscriber.count += 1;
    if (subscriber.count === 1) this.#served += 1;
    if (this.frames >= this.#due) this.#onDone();
  }

  async close() {
    this.#isOver = true;
    for (const { socket } of this.members) socket.destroy();
    this.members = [];
    return {};
  }
}

let crowd = new Crowd();
process.on('message', async ({ call, with: argument, address }) => {
  try {
    if (call === 'open') crowd = new Crowd();
    const answer = call === 'open' ? await crowd.open(address, argument) : await crowd[call](argument);
    process.send(answer);
  } catch (error) {
    process.send({ error: String(error) });
  }
});
process.send({ isReady: true });
