-- How many of an author's comments stand, and how many were removed, is asked with each that they write: by the index
-- alone, or it would read every comment they ever wrote.
CREATE INDEX "comments_author_id_status_idx" ON "comments"("author_id", "status");
