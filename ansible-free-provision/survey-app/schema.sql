create table if not exists account (
  id bigint unsigned not null auto_increment primary key,
  email varchar(254) not null unique,
  name varchar(80) not null,
  password varchar(255) character set ascii collate ascii_bin not null,
  created_at timestamp not null default current_timestamp
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table if not exists answer (
  account_id bigint unsigned not null primary key,
  income varchar(16) character set ascii not null,
  household tinyint unsigned not null,
  frequency varchar(16) character set ascii not null,
  spend decimal(8, 2) unsigned not null,
  transport varchar(16) character set ascii not null,
  missing varchar(16) character set ascii not null,
  intention tinyint unsigned not null,
  answered_at timestamp not null default current_timestamp on update current_timestamp,
  constraint answer_of_account foreign key (account_id) references account (id) on delete cascade
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_unicode_ci;
