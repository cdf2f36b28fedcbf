-- CreateTable
CREATE TABLE "read_positions" (
    "user_id" UUID NOT NULL,
    "verdict_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "section" TEXT,

    CONSTRAINT "read_positions_pkey" PRIMARY KEY ("user_id","verdict_id")
);

-- CreateIndex
CREATE INDEX "read_positions_verdict_id_idx" ON "read_positions"("verdict_id");

-- AddForeignKey
ALTER TABLE "read_positions" ADD CONSTRAINT "read_positions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "read_positions" ADD CONSTRAINT "read_positions_verdict_id_fkey" FOREIGN KEY ("verdict_id") REFERENCES "verdicts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Finds the first comments created after a position, however long the thread is. Comments that wait for a moderator get
-- their creation seq when they are let in, and then are new to everyone.
CREATE INDEX "comments_created_idx" ON "comments"("verdict_id", right("path", 8)) WHERE "status" = 'visible';
