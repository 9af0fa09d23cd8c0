/**
 * What is to be said of topics, said together: a page that opens begins many at once, and the server
 * hangs up on who says more than twenty things a second.
 */
export class Outbox {
  private readonly begun = new Set<string>();
  private readonly ended = new Set<string>();
  private asked = false;
  private readonly send: (words: object) => void;
  private readonly later: (run: () => void, ms: number) => number;

  constructor(send: (words: object) => void, later: (run: () => void, ms: number) => number) {
    this.send = send;
    this.later = later;
  }

  /** Begin a topic, or `anew`: it is ended first, so that a snapshot comes. */
  subscribe(topic: string, anew: boolean): void {
    if (anew) this.ended.add(topic);
    this.begun.add(topic);
    this.ask();
  }

  unsubscribe(topic: string): void {
    this.begun.delete(topic);
    this.ended.add(topic);
    this.ask();
  }

  /** What waits need not be said any more: all topics are begun over a new connection. */
  forget(): void {
    this.begun.clear();
    this.ended.clear();
  }

  private ask(): void {
    if (this.asked) return;
    this.asked = true;
    this.later(() => this.say(), 0);
  }

  private say(): void {
    this.asked = false;
    if (this.ended.size) this.send({ unsubscribe: [...this.ended] });
    if (this.begun.size) this.send({ subscribe: [...this.begun] });
    this.forget();
  }
}
