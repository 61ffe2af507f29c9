-- Stages 7 to 12 are worked on scene by scene, so a lock belongs to a scene and a stage.
CREATE TABLE public.scene_stage_locks (
  scene_id UUID NOT NULL REFERENCES public.scenes (id) ON DELETE CASCADE,
  stage_number INTEGER NOT NULL CHECK (stage_number BETWEEN 7 AND 12),
  status public.stage_status NOT NULL DEFAULT 'draft',
  locked_by UUID REFERENCES auth.users (id) ON DELETE SET NULL,
  locked_at TIMESTAMPTZ,
  PRIMARY KEY (scene_id, stage_number),
  CONSTRAINT scene_stage_locks_locked_at CHECK ((status = 'locked') = (locked_at IS NOT NULL))
);

ALTER TABLE public.scene_stage_locks ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can manage locks of their scenes"
  ON public.scene_stage_locks FOR ALL
  TO authenticated
  USING (
    EXISTS (
      SELECT 1 FROM public.scenes s
      WHERE s.id = scene_stage_locks.scene_id
        AND public.owns_branch(s.branch_id)
    )
  );
