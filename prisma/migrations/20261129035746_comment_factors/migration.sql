-- CreateTable
CREATE TABLE "comment_factors" (
    "comment_id" UUID NOT NULL,
    "ground_intercept" DOUBLE PRECISION NOT NULL,
    "ground_factor" DOUBLE PRECISION NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_factors_pkey" PRIMARY KEY ("comment_id")
);

-- CreateTable
CREATE TABLE "factorizations" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,
    "ratings" INTEGER NOT NULL,
    "raters" INTEGER NOT NULL,
    "comments" INTEGER NOT NULL,
    "rounds" INTEGER NOT NULL,

    CONSTRAINT "factorizations_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "comment_factors" ADD CONSTRAINT "comment_factors_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;
