-- First and last picture of each shot (stage 10). The video model moves from one to the other.
CREATE TABLE public.frames (
  id UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  shot_id UUID NOT NULL REFERENCES public.shots (id) ON DELETE CASCADE,
  frame_type TEXT NOT NULL CHECK (frame_type IN ('start', 'end')),
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'generating', 'generated', 'approved', 'rejected')),
  prompt_used TEXT,
  image_url TEXT,
  image_generation_job_id UUID REFERENCES public.image_generation_jobs (id) ON DELETE SET NULL,
  inpaint_history JSONB NOT NULL DEFAULT '[]'::jsonb,
  cost_usd NUMERIC(10, 4) NOT NULL DEFAULT 0 CHECK (cost_usd >= 0),
  approved_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
  CONSTRAINT frames_type_unique_per_shot UNIQUE (shot_id, frame_type)
);

CREATE TRIGGER update_frames_updated_at
  BEFORE UPDATE ON public.frames
  FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.frames ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can manage frames of their shots"
  ON public.frames FOR ALL
  TO authenticated
  USING (
    EXISTS (
      SELECT 1
      FROM public.shots sh
      JOIN public.scenes s ON s.id = sh.scene_id
      WHERE sh.id = frames.shot_id
        AND public.owns_branch(s.branch_id)
    )
  );
