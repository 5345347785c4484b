-- Upgrades the tables of JdbcJobStore from version 2 to 3, for PostgreSQL. Stop all components of version 2 first: they do not count for budgets.
alter table grokvideo_job add column estimate decimal(20, 10);
alter table grokvideo_job add column estimate_currency varchar(16);
alter table grokvideo_job add column charged decimal(20, 10);
alter table grokvideo_job add column route varchar(200);
alter table grokvideo_job add column end_user varchar(200);
alter table grokvideo_job add column budgets text;
alter table grokvideo_job add column trace_parent varchar(128);
update grokvideo_job set charged = cost where finished_at is not null and state <> 'FAILED';
-- what all submissions count for a budget: changed in the transactions that change the jobs' rows
create table if not exists grokvideo_budget (
  budget varchar(100) not null,
  scope varchar(200) not null,                -- such as a tenant; empty for a budget of all
  window_start varchar(32) not null,          -- in UTC, such as 2026-01-31T00:00:00Z; 1970-01-01T00:00:00Z for ever
  currency varchar(16) not null,
  spent decimal(30, 10) not null,
  reserved decimal(30, 10) not null,
  told decimal(30, 10) not null,              -- how much was used when listeners were told last
  primary key (window_start, budget, currency, scope)
);
-- what operators have added to spent, and why
create table if not exists grokvideo_budget_correction (
  budget varchar(100) not null,
  scope varchar(200) not null,
  window_start varchar(32) not null,
  currency varchar(16) not null,
  amount decimal(20, 10) not null,
  reason text not null,
  corrected_at timestamp with time zone not null
);
update grokvideo_job_schema set version = 3;
