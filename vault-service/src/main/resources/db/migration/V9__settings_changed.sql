-- The newest version by which everybody who connected was asked to do so anew, or was not.
alter table definition add column judged_version int not null default 0;
update definition set judged_version = 1 where version = 1;
create index definition_unjudged on definition (id) where judged_version < version;

-- The definition's version by which this grant was last found to be good, or to be given anew.
alter table connection add column judged_version int not null default 0;
create index connection_judged on connection (definition_id, judged_version);
