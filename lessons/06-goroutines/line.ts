// A line: who came first is served first.
//
//   first ─▶ member ⇄ member ⇄ member ◀─ last
//
// The run queue is one, and every channel has two. Somebody in the middle leaves
// as fast as the first: a select stands at several channels, and when one of
// them is ready it has to leave the others, where a thousand may stand before it.

/** What stands in a line; in one at a time. */
export interface Member {
  next: Member | undefined;
  previous: Member | undefined;
}

export class Line<T extends Member> {
  first: T | undefined;
  last: T | undefined;

  constructor() {
    this.first = undefined;
    this.last = undefined;
  }

  // #region line
  add(member: T): void {
    const { last } = this;
    member.previous = last;
    if (last === undefined) this.first = member;
    else last.next = member;
    this.last = member;
  }

  /** Takes the first out, if anybody is there. */
  take(): T | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    const next = first.next as T | undefined;
    this.first = next;
    if (next === undefined) this.last = undefined;
    else next.previous = first.next = undefined;
    return first;
  }

  /** Takes out one that may stand anywhere in the line. */
  remove(member: T): void {
    const { previous, next } = member;
    if (previous === undefined) this.first = next as T | undefined;
    else previous.next = next;
    if (next === undefined) this.last = previous as T | undefined;
    else next.previous = previous;
    member.next = member.previous = undefined;
  }
  // #endregion line

  /** Everybody in the line, first to last: for reports and pictures. */
  members(): T[] {
    const all: T[] = [];
    for (let each = this.first; each; each = each.next as T | undefined) {
      all.push(each);
    }
    return all;
  }
}
