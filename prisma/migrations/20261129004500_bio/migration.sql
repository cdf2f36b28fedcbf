-- AlterTable
ALTER TABLE "users" ADD COLUMN     "bio" TEXT;

-- MAX_BIO of discussion/people/bio.ts.
ALTER TABLE "users" ADD CONSTRAINT "users_bio_check" CHECK (char_length("bio") BETWEEN 1 AND 160);
