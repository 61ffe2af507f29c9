-- Alternate versions of a project's story. A project points at the branch that is open in the editor.
CREATE TABLE public.branches (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  project_id UUID NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE,
  parent_branch_id UUID REFERENCES public.branches (id) ON DELETE SET NULL,
  name TEXT NOT NULL DEFAULT 'main',
  commit_message TEXT,
  is_main BOOLEAN NOT NULL DEFAULT FALSE,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT branches_name_unique_per_project UNIQUE (project_id, name),
  CONSTRAINT branches_not_own_parent CHECK (parent_branch_id IS DISTINCT FROM id)
);

-- One main branch per project.
CREATE UNIQUE INDEX idx_branches_one_main ON public.branches (project_id) WHERE is_main;

-- Project and branch point at each other: checked at the end of the transaction.
ALTER TABLE public.projects
  ADD COLUMN active_branch_id UUID,
  ADD CONSTRAINT projects_active_branch_id_fkey
    FOREIGN KEY (active_branch_id) REFERENCES public.branches (id)
    ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;

CREATE TRIGGER update_branches_updated_at
  BEFORE UPDATE ON public.branches
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
