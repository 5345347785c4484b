'use strict';

// Reads the text that Prometheus scrapes, and keeps what it said for as long as the page shows.

const KEPT_SECONDS = 15 * 60;
const RATE_SECONDS = 30;

/** The values in the text by name: of each series its tags and its value. */
function parse(text) {
  const values = new Map();
  for (const line of text.split('\n')) {
    const [, name, tags, value] = /^(grokvideo_\w+)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
    if (name === undefined) {
      continue;
    }
    const series = { tags: {}, value: Number(value) };
    for (const [, tag, of] of (tags ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      series.tags[tag] = of;
    }
    values.set(name, [...(values.get(name) ?? []), series]);
  }
  return values;
}

/** The series of a scrape that have these tags; a tag may have several values. */
function select(scrape, name, tags = {}) {
  return (scrape.values.get(name) ?? []).filter(
    series => Object.entries(tags).every(([tag, accepted]) => [accepted].flat().includes(series.tags[tag])));
}

const sum = (scrape, name, tags) => select(scrape, name, tags).reduce((total, series) => total + series.value, 0);

const greatest = (scrape, name) => Math.max(...select(scrape, name).map(series => series.value), 0);

/** The scrapes of the latest minutes. */
class History {

  constructor() {
    this.scrapes = [];
  }

  add(time, text) {
    const scrape = { time, values: parse(text) };
    const latest = this.scrapes.at(-1);
    if (latest !== undefined && hasRestarted(latest, scrape)) {
      this.scrapes = [];
    }
    this.scrapes.push(scrape);
    this.scrapes = this.scrapes.filter(one => one.time > time - KEPT_SECONDS - RATE_SECONDS);
  }

  /** How much a counter has grown in the half minute until a scrape, and in how many seconds; null at the first scrape. */
  growth(at, name, tags) {
    const now = this.scrapes[at];
    const from = this.scrapes.find(scrape => scrape.time >= now.time - RATE_SECONDS);
    return from === now ? null : { by: sum(now, name, tags) - sum(from, name, tags), seconds: now.time - from.time };
  }

  perMinute(at, name, tags) {
    const growth = this.growth(at, name, tags);
    return growth === null ? null : 60 * growth.by / growth.seconds;
  }

  /** The mean of what a timer has recorded in the half minute until a scrape; null if there was nothing. */
  mean(at, timer) {
    const count = this.growth(at, timer + '_count');
    return count === null || count.by === 0 ? null : this.growth(at, timer + '_sum').by / count.by;
  }
}

// an application that was started again counts from zero
function hasRestarted(before, now) {
  return ['grokvideo_jobs_seconds_count', 'grokvideo_polls_seconds_count'].some(name => sum(now, name) < sum(before, name));
}
