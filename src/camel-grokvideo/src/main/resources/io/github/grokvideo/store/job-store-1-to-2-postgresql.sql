-- Upgrades the tables of JdbcJobStore from version 1 to 2, for PostgreSQL. Stop all components of version 1 first: they fail on the new tables.
alter table grokvideo_job rename column hand_on to deliver_result;
alter table grokvideo_job rename column note to reason;
alter table grokvideo_job rename column ended_at to finished_at;
alter table grokvideo_job rename column handed_on_at to acknowledged_at;
alter table grokvideo_job add column if not exists due_at timestamp with time zone;
alter table grokvideo_job add column if not exists purge_from timestamp with time zone;
create table if not exists grokvideo_job_holder (
  holder varchar(100) not null primary key,
  expires_at timestamp with time zone not null
);
-- a claim of version 1 ends when its lease would have ended
update grokvideo_job set due_at = coalesce(
    not_before, case when holder is not null and held_until > current_timestamp then held_until end, created_at)
  where deliver_result = true and acknowledged_at is null and state in ('ACCEPTED', 'COMPLETED', 'FAILED');
update grokvideo_job set holder = null, held_until = null where state <> 'INTENDED';
update grokvideo_job set purge_from = acknowledged_at where acknowledged_at is not null;
update grokvideo_job set purge_from = finished_at where deliver_result = false and state in ('COMPLETED', 'FAILED');
update grokvideo_job set purge_from = current_timestamp
  where acknowledged_at is null and (state = 'ACCEPTED' or state = 'INTENDED' and attempts = 0);
drop index grokvideo_job_by_id;
-- partial, so that a row is in few of them, and no planner takes them for a search by key
create index grokvideo_job_by_id on grokvideo_job (job_id, provider, gateway) where job_id is not null;
create index grokvideo_job_due on grokvideo_job (provider, gateway, due_at) where due_at is not null;
create index grokvideo_job_held on grokvideo_job (holder) where holder is not null and state <> 'INTENDED';
create index grokvideo_job_purge on grokvideo_job (purge_from) where purge_from is not null;
drop index if exists grokvideo_job_to_hand_on;
update grokvideo_job_schema set version = 2;
alter table grokvideo_job drop column if exists not_before;
