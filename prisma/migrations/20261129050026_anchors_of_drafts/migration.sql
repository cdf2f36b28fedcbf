-- AlterTable
ALTER TABLE "comment_drafts" ADD COLUMN     "anchor" JSONB;
