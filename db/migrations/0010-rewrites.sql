-- How often the order of acceptance changed other than at its end: a record was rejected, stored at an earlier place, or moved. Whoever
-- keeps what follows from that order compares this number.
create table rewrites (
  count bigint not null,
  only_row boolean primary key default true check (only_row)
);
insert into rewrites (count) values (0);
