'use strict';

// What the page shows: of each panel its headline, and its curves with what each reads from the metrics.

const number = digits => {
  const format = new Intl.NumberFormat('en', { maximumFractionDigits: digits });
  return value => format.format(value);
};
const decimals = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const money = value => decimals.format(value);
const seconds = value => decimals.format(value) + '\u00a0s';
const currency = (scrape, name) => select(scrape, name)[0]?.tags.currency ?? '';

const ENDS = 'grokvideo_jobs_seconds_count';
const LAG = 'grokvideo_detection_lag_seconds';
const SUBMISSIONS = 'grokvideo_submissions_seconds_count';
const POLLS = 'grokvideo_polls_seconds_count';
const OTHER_ENDS = [
  'submitted', 'known', 'refused', 'over_budget', 'timed_out', 'stopped', 'unknown', 'store_failed', 'error',
];

const PANELS = [
  {
    id: 'under-way',
    title: 'Jobs under way',
    text: number(0),
    whole: true,
    headline: scrape => number(0)(sum(scrape, 'grokvideo_jobs_active')),
    curves: [
      { name: 'under way', color: 1, filled: true, at: (history, at) => sum(history.scrapes[at], 'grokvideo_jobs_active') },
      { name: 'of these queued', color: 3, at: (history, at) => sum(history.scrapes[at], 'grokvideo_jobs_queued') },
    ],
  },
  {
    id: 'ends',
    title: 'Ends per minute',
    text: number(1),
    headline: scrape => number(0)(sum(scrape, ENDS)) + ' in all',
    curves: [
      { name: 'completed', color: 2, filled: true, at: (history, at) => history.perMinute(at, ENDS, { outcome: 'completed' }) },
      { name: 'failed', color: 4, at: (history, at) => history.perMinute(at, ENDS, { outcome: 'failed' }) },
      { name: 'moderated', color: 5, at: (history, at) => history.perMinute(at, ENDS, { outcome: 'moderated' }) },
      { name: 'other', color: 6, at: (history, at) => history.perMinute(at, ENDS, { outcome: OTHER_ENDS }) },
    ],
  },
  {
    id: 'lag',
    title: 'Detection lag',
    text: seconds,
    headline: (scrape, history) => {
      const mean = history.mean(history.scrapes.length - 1, LAG);
      return mean === null ? '–' : seconds(mean);
    },
    curves: [
      { name: 'mean', color: 1, filled: true, at: (history, at) => history.mean(at, LAG) },
      { name: 'longest lately', color: 3, at: (history, at) => greatest(history.scrapes[at], LAG + '_max') },
    ],
  },
  {
    id: 'trouble',
    title: '429 and failures per minute',
    text: number(1),
    headline: scrape => number(0)(sum(scrape, SUBMISSIONS, { outcome: 'too_many' }) + sum(scrape, POLLS, { result: 'too_many' }))
      + ' × 429',
    curves: [
      { name: '429 to submissions', color: 4, filled: true, at: (history, at) => history.perMinute(at, SUBMISSIONS, { outcome: 'too_many' }) },
      { name: '429 to polls', color: 3, at: (history, at) => history.perMinute(at, POLLS, { result: 'too_many' }) },
      {
        name: 'failures',
        color: 6,
        at: (history, at) => {
          const submissions = history.perMinute(at, SUBMISSIONS, { outcome: ['failed', 'not_sent', 'unknown'] });
          return submissions === null ? null : submissions + history.perMinute(at, POLLS, { result: ['failed', 'unreachable'] });
        },
      },
    ],
  },
  {
    id: 'cost',
    title: 'Charged per minute',
    text: money,
    headline: scrape => money(sum(scrape, 'grokvideo_cost_total')) + ' ' + currency(scrape, 'grokvideo_cost_total') + ' in all',
    curves: [
      { name: 'charged', color: 1, filled: true, at: (history, at) => history.perMinute(at, 'grokvideo_cost_total') },
    ],
  },
  {
    id: 'budget',
    title: 'Budget left',
    text: money,
    headline: scrape => 'of ' + money(sum(scrape, 'grokvideo_budget_amount')) + ' ' + currency(scrape, 'grokvideo_budget_amount'),
    top: scrape => sum(scrape, 'grokvideo_budget_amount'),
    curves: [
      { name: 'left', color: 2, filled: true, at: (history, at) => sum(history.scrapes[at], 'grokvideo_budget_left') },
      { name: 'reserved', color: 3, at: (history, at) => sum(history.scrapes[at], 'grokvideo_budget_reserved') },
    ],
  },
];
