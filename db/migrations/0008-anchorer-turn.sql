-- The process that anchors. Each change of process raises the token. A write of the anchorer names its token, and does nothing if that is an
-- older one: a process that was stopped, and another took over from, changes nothing when it continues.
create table anchorer_turn (
  worker text not null,
  token bigint not null,
  is_only boolean primary key default true check (is_only)
);
