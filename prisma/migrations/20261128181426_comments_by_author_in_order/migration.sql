-- An author's page reads their newest visible comments, and with each of its views a state of them: with the ids in the
-- index, it reads one page of them however many there are. Counts by status read this index too.
DROP INDEX "comments_author_id_status_idx";
CREATE INDEX "comments_author_id_status_id_idx" ON "comments"("author_id", "status", "id" DESC);
